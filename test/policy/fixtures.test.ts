/**
 * Each folder below `fixtures/policies/invalid` is a policy repository with one kind of fault, and `expected.txt` in it
 * is every finding. `vitest -u` writes the files anew: read the difference before you keep it.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/core/time.js';
import type { Finding } from '../../src/policy/finding.js';
import { loadPolicy } from '../../src/policy/load.js';
import { nodeFiles } from '../../src/ports/node-files.js';

const FIXTURES = fileURLToPath(new URL('../fixtures/policies/', import.meta.url));
const NOW = parseInstant('2026-11-23T09:00:00Z') ?? (0 as never);

const load = (name: string) => loadPolicy(nodeFiles(`${FIXTURES}${name}`), { at: NOW });

function textOf({ severity, code, file, line, column, path, message, mend }: Finding): string {
  return `${severity} ${code} ${file}:${line}:${column} ${path}\n  ${message}\n  mend: ${mend}\n`;
}

describe('when a policy repository is wrong, every finding says where, what and the mend', () => {
  it.each(readdirSync(`${FIXTURES}invalid`).sort())('%s', async (name) => {
    const { desired, findings } = await load(`invalid/${name}`);
    const drifted = desired?.optOuts.filter((optOut) => optOut.drifted).map(({ file }) => file) ?? [];
    const invalid = [
      ...(desired?.invalidOptOuts ?? []),
      ...drifted.map((file) => `${file} (unless its approval is proved by the policy of then)`),
    ];
    const end = desired === null ? 'nothing is planned' : `invalid opt-outs: ${invalid.join(', ') || 'none'}`;
    expect(findings.length).toBeGreaterThan(0);
    await expect(`${findings.map(textOf).join('')}${end}\n`).toMatchFileSnapshot(
      `${FIXTURES}invalid/${name}/expected.txt`,
    );
    const fatal = findings.some(({ severity, file }) => severity === 'error' && !file.startsWith('optouts/'));
    expect(desired === null).toBe(fatal);
  });
});

describe('when a policy repository uses every feature', () => {
  it('has no finding, and the state that it describes', async () => {
    const { desired, findings, counts } = await load('valid/every-feature');
    expect(findings).toEqual([]);
    expect(counts).toEqual({ files: 12, people: 6, services: 1, systems: 3, roles: 1, optOuts: 5 });
    expect(desired?.systems.map(({ id }) => id)).toEqual(['aws-prod', 'directory', 'github']);
    expect(desired?.systems[2]).toMatchObject({
      mode: 'enforce',
      orphans: 'revoke',
      guards: { maxRevocations: 5, maxRevokedFraction: 0.25, minAdmins: 2, window: 86_400_000 },
    });
    expect(desired?.systems[0]).toMatchObject({ mode: 'report', orphans: 'review', match: ['id', 'name'] });
    const ana = desired?.people[0];
    expect(ana).toMatchObject({ id: 'ana.ruiz', status: 'active', departure: 'standard', manager: 'sam.lee' });
    expect(ana?.leavesAt).toBe(Date.UTC(2026, 10, 20, 16));
    expect([...(ana?.accounts ?? [])]).toEqual([
      ['github', { id: '583231', name: 'anaruiz' }],
      ['aws-prod', { id: null, name: 'ana.ruiz' }],
    ]);
    expect(desired?.invalidOptOuts).toEqual([]);
    expect(desired?.optOuts.map(({ id, exempts, holds }) => [id, exempts.kind, holds.length])).toEqual([
      ['ana-handover-prod', 'person', 3],
      ['freeze', 'pause', 5],
      ['lea-leave-1', 'person', 2],
      ['lea-leave-2', 'person', 2],
      ['reduction', 'guards', 3],
    ]);
    expect(desired?.optOutPolicy.reasons.get('pause')?.approvals).toBe(2);
    expect(desired?.optOutPolicy.reasons.get('leave')?.approvals).toBe(1);
  });
});
