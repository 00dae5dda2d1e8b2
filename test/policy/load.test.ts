import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/core/time.js';
import { LeaverError } from '../../src/errors.js';
import { MOST_PER_FILE } from '../../src/policy/finding.js';
import { LIMITS } from '../../src/policy/limits.js';
import { loadPolicy } from '../../src/policy/load.js';
import type { Files } from '../../src/ports/ports.js';

/** What a policy is read from. */
type Source = Pick<Files, 'list' | 'read'>;

const at = parseInstant('2026-11-23T09:00:00Z') ?? (0 as never);

/** A policy repository in memory. */
function repository(texts: Readonly<Record<string, string>>): Source {
  return {
    list: async (folder) =>
      Object.entries(texts)
        .filter(([path]) => path.startsWith(`${folder}/`))
        .map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) })),
    read: async (path) => texts[path] ?? Promise.reject(new LeaverError('file-missing', path)),
  };
}

const POLICY = 'policies/policy.yaml';
const PEOPLE = 'policies/people/all.yaml';
const sound = {
  [POLICY]: 'organization: acme\n',
  [PEOPLE]: 'people:\n  - { id: ana, name: Ana, email: ana@acme.example }\n',
};

describe('when limits are passed', () => {
  it('names the file that is too large, unread', async () => {
    const files = {
      ...repository(sound),
      read: (path: string) => (path === PEOPLE ? Promise.reject(new Error('read')) : repository(sound).read(path)),
    };
    const { desired, findings } = await loadPolicy(files, { at, limits: { ...LIMITS, bytesPerFile: 40 } });
    expect(findings.map(({ code, file }) => [code, file])).toContainEqual(['too-large', PEOPLE]);
    expect(desired).toBeNull();
  });

  it.each([{ bytes: 50 }, { files: 1 }, { nodes: 3 }])('plans nothing: %j', async (limit) => {
    const { desired, findings } = await loadPolicy(repository(sound), { at, limits: { ...LIMITS, ...limit } });
    expect(findings.some(({ code, severity }) => code === 'too-large' && severity === 'error')).toBe(true);
    expect(desired).toBeNull();
  });

  it('a roster may hold more values than any other file', async () => {
    const limits = { ...LIMITS, nodesPerFile: 20, nodesOfRoster: 100 };
    const many = (count: number) => `people: [${'1,'.repeat(count)}]\n`;
    const told = async (file: string, text: string) =>
      (await loadPolicy(repository({ ...sound, [file]: text }), { at, limits })).findings.filter(
        ({ code }) => code === 'too-large',
      );
    expect(await told('policies/people/b.yaml', many(80))).toEqual([]);
    expect(await told('policies/people/b.yaml', many(120))).toMatchObject([{ file: 'policies/people/b.yaml' }]);
    expect(await told('policies/roles/b.yaml', many(30))).toMatchObject([{ file: 'policies/roles/b.yaml' }]);
  });

  it('law 3: an opt-out that takes all the room is not let to take the others with it', async () => {
    const greedy = { ...sound, 'optouts/a.yaml': `id: [${'[],'.repeat(100)}]\n`, 'optouts/b.yaml': 'id: b\n' };
    const { desired } = await loadPolicy(repository(greedy), { at, limits: { ...LIMITS, nodes: 50 } });
    expect(desired).toBeNull();
  });

  it('an opt-out that is too large by itself is invalid, as others are', async () => {
    const files = repository({ ...sound, 'optouts/a.yaml': `# ${'x'.repeat(500)}\n` });
    const { desired } = await loadPolicy(files, { at, limits: { ...LIMITS, bytesPerFile: 300 } });
    expect(desired?.invalidOptOuts).toEqual(['optouts/a.yaml']);
  });

  it('tells the first findings of a file with very many', async () => {
    const people = `people:\n${'  - { id: A }\n'.repeat(2_000)}`;
    const { findings } = await loadPolicy(repository({ ...sound, [PEOPLE]: people }), { at });
    expect(findings.length).toBe(MOST_PER_FILE + 1);
    expect(findings.filter(({ code }) => code === 'more')).toHaveLength(1);
  });
});

describe('when one entry in the middle of a long list is wrong', () => {
  it('names that entry', async () => {
    const entries = Array.from(
      { length: 700 },
      (_, at) => `  - { id: p${at}, name: P, email: p${at}@acme.example${at === 600 ? ', x: 1' : ''} }\n`,
    );
    const { findings } = await loadPolicy(repository({ ...sound, [PEOPLE]: `people:\n${entries.join('')}` }), { at });
    expect(findings.map(({ path, line }) => [path, line])).toEqual([['people[600].x', 602]]);
  });
});

describe('when a document stands where nobody reads it', () => {
  it.each(['policies/people/team.yml', 'policies/people/b/team.yaml', 'policies/people/TEAM.YAML'])(
    '%s: nothing is planned, for its people would count as gone',
    async (path) => {
      const team = 'people:\n  - { id: ben, name: Ben, email: ben@acme.example }\n';
      const { desired } = await loadPolicy(repository({ ...sound, [path]: team }), { at });
      expect(desired).toBeNull();
    },
  );

  it('an opt-out there is invalid, and a note is only a warning', async () => {
    const files = repository({ ...sound, 'optouts/ana.yml': 'id: ana\n', 'policies/people/notes.txt': 'hello\n' });
    const { desired, findings } = await loadPolicy(files, { at });
    expect(desired?.invalidOptOuts).toEqual(['optouts/ana.yml']);
    expect(findings.map(({ severity, file }) => `${severity} ${file}`)).toContain('warning policies/people/notes.txt');
  });
});

describe('when one opt-out is invalid', () => {
  it('law 3: it exempts nobody and is named, and the rest holds', async () => {
    const optOut = (id: string, owner: string) =>
      `id: ${id}\nperson: ana\nsystems: [m]\nreason: handover\njustification: x\nrequestedBy: sam\nowner: ${owner}\nexpiresAt: 2026-11-24T00:00:00Z\n`;
    const people = ['ana', 'sam', 'kim'].map((id) => `  - { id: ${id}, name: ${id}, email: ${id}@acme.example }\n`);
    const { desired, errors } = await loadPolicy(
      repository({
        [POLICY]: 'organization: acme\noptOuts: { owners: [kim], approvalSource: none }\n',
        [PEOPLE]: `people:\n${people.join('')}`,
        'policies/systems/m.yaml': 'id: m\nkind: memory\nsettings: { accounts: [] }\n',
        'optouts/good.yaml': optOut('good', 'kim'),
        'optouts/bad.yaml': optOut('bad', 'sam'),
        'optouts/worse.yaml': 'id: [',
      }),
      { at },
    );
    expect(errors).toBeGreaterThan(0);
    expect(desired?.optOuts.map(({ id }) => id)).toEqual(['good']);
    expect(desired?.invalidOptOuts).toEqual(['optouts/bad.yaml', 'optouts/worse.yaml']);
  });
});

describe('when the bytes of a file are no text', () => {
  const garbled = (file: string): Source => {
    const files = repository({ ...sound, [file]: '' });
    const read = (path: string) =>
      path === file ? Promise.reject(new LeaverError('not-text', 'no')) : files.read(path);
    return { ...files, read };
  };

  it('law 3: an opt-out is invalid, and the rest holds', async () => {
    const { desired, findings } = await loadPolicy(garbled('optouts/bad.yaml'), { at });
    expect(findings).toMatchObject([{ file: 'optouts/bad.yaml', line: 1, column: 1, code: 'syntax' }]);
    expect(desired?.invalidOptOuts).toEqual(['optouts/bad.yaml']);
  });

  it('a roster stops everything', async () => {
    expect((await loadPolicy(garbled('policies/people/more.yaml'), { at })).desired).toBeNull();
  });
});

describe('when a file cannot be read', () => {
  it('throws, since absence of bytes is no policy', async () => {
    const files: Source = {
      ...repository(sound),
      read: () => Promise.reject(new LeaverError('file-unreadable', 'no')),
    };
    await expect(loadPolicy(files, { at })).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
