import { expect, test } from 'vitest';
import { element } from '../../../src/sandbox/aws-iam/xml.js';

test('text is escaped wherever it stands, and characters that XML can not hold are left out', () => {
  const hostile = '</User><x a="1">&amp;\r\u0000\u001b[0m';
  expect(element('User', { Name: hostile })).toBe(
    '<User><Name>&lt;/User&gt;&lt;x a=&quot;1&quot;&gt;&amp;amp;&#13;[0m</Name></User>',
  );
});

test('lists are members, empty ones an empty element, absent values no element', () => {
  const value = { Keys: [{ Id: 1, Secret: null }, { Id: 2 }], None: [], Flag: false, Gone: undefined };
  expect(element('R', value, ' xmlns="n"')).toBe(
    '<R xmlns="n"><Keys><member><Id>1</Id></member><member><Id>2</Id></member></Keys><None/><Flag>false</Flag></R>',
  );
});
