import { expect, vi } from 'vitest';
import { annotate } from '../../../src/action/annotations.js';
import type { CommandResult } from '../../../src/commands/result.js';
import { tell } from '../../../src/commands/tell.js';
import { validate } from '../../../src/commands/validate.js';
import { NO_PAINT } from '../../../src/report/text.js';
import { csv, html } from '../../../src/text/escape.js';
import { conclude } from '../conclusion.js';
import { castOf, optOutFor, person } from '../kinds/cast.js';
import { type Case, caseFor, cellsFor, type Kind, type Row } from '../matrix.js';
import { rename } from '../rename.js';
import { open } from '../scene.js';

const ESC = '\u001b';
/** Markdown, HTML, a mention, a formula, a workflow command; a terminal escape where the protocol carries one. */
const HOSTILE = '=cmd|x <img src=x onerror=alert(1)> [y](javascript:1) @kimcho |z|';
const COMMANDS = `::error::gone${ESC}[31m${ESC}]0;t\u0007\n::stop-commands::x`;

/** Shown as text: nothing of it is read by a terminal, a browser or a runner. */
function expectText(result: CommandResult): void {
  const text = tell(result, 'text', NO_PAINT);
  expect(text).not.toContain(ESC);
  expect(text).not.toContain('\u0007');
  expect(text).not.toMatch(/^\s*::/m);
  const page = tell(result, 'markdown', NO_PAINT);
  expect(page).not.toContain(ESC);
  expect(page).not.toContain('<img');
  expect(page).not.toContain('](javascript');
  expect(page).not.toMatch(/(^|[^\\`\w&;])@kimcho/);
  expect(page).not.toMatch(/^\s*::/m);
  expect(JSON.parse(tell(result, 'json', NO_PAINT))).toEqual(JSON.parse(JSON.stringify(result.json)));
}

/** Somebody outside the roster has such a name in the system. */
async function inSystem(kind: Kind): Promise<void> {
  const name = kind === 'aws-iam' ? HOSTILE : HOSTILE + COMMANDS;
  // The settings of a memory system are YAML, which refuses control characters: there the name is given afterwards.
  const others = kind === 'memory' ? ['zoe'] : [name];
  const scene = await open(kind, { others, system: { orphans: 'review' } });
  if (kind === 'memory') rename(scene, 'zoe', name);
  const result = await scene.run();
  expectText(result);
  conclude(scene, result, { changes: scene.gone('ana'), status: 0, says: ['onerror', 'orphan'] });
}

const inRoster: Case = {
  name: 'in names and justifications: shown as text in text, Markdown and JSON',
  run: async () => {
    const people = castOf('memory').map((one) => (one.id === 'ana.ruiz' ? { ...one, name: HOSTILE } : one));
    const justification = `${HOSTILE} ::error::gone`;
    const scene = await open('memory', { people, optOuts: [optOutFor('eve', { justification, ticket: '=1+1' })] });
    const result = await scene.run();
    expectText(result);
    conclude(scene, result, { changes: scene.gone('ana'), status: 0 });
  },
};

const pageAndTable: Case = {
  name: 'in a page of HTML no tag, and in a field of CSV no formula',
  run: async () => {
    const scene = await open('memory', { policy: {} });
    const result = await scene.run();
    for (const text of [HOSTILE, COMMANDS, `"${HOSTILE}`]) {
      expect(html(text)).not.toMatch(/[<>"']/);
      expect(csv(text)).not.toMatch(/^"\s*[=+@-]|[^"]"[^"]/);
      expect(`${html(text)}${csv(text)}`).not.toContain(ESC);
    }
    conclude(scene, result, { changes: scene.gone('ana'), status: 0 });
  },
};

const escapes: Case = {
  name: 'terminal escapes in a name: refused, and not repeated to the terminal',
  run: async () => {
    const scene = await open('memory', {
      people: [...castOf('memory'), person('memory', 'zed', { name: `${ESC}[31mZ` })],
    });
    const result = await scene.run();
    expectText(result);
    conclude(scene, result, { changes: [], status: 1, says: ['U+001B'] });
  },
};

const annotations: Case = {
  name: 'workflow commands in a key: the annotation holds none',
  run: async () => {
    const text =
      'people:\n  - { id: zed, name: Zed, email: z@acme.example, "x\\n::stop-commands::y%0A::error::z": 1 }\n';
    const scene = await open('memory', { files: { 'policies/people/zz.yaml': text } });
    const result = await validate(scene.world.context, null);
    const written: string[] = [];
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((part) => written.push(String(part)) > 0);
    try {
      annotate(result);
    } finally {
      spy.mockRestore();
    }
    const lines = written
      .join('')
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.length).toBe(result.findings.length);
    for (const line of lines) expect(line).toMatch(/^::error (title=[^:]*,)?file=policies/);
    expectText(result);
    conclude(scene, result, { changes: [], status: 1 });
  },
};

export const hostileText: Row = {
  fault: 'hostile text in YAML (Markdown, HTML, workflow commands, terminal escapes, formulas in CSV)',
  promise: 'shown as text everywhere',
  cells: {
    ...cellsFor((kind) => [caseFor(kind, 'in the name of an account that nobody claims', inSystem)]),
    'policy repository': [inRoster, pageAndTable, escapes, annotations],
  },
};
