import type { ChildProcess } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { finished, leaver, PATIENCE, root } from './program.js';

describe('the sandbox', () => {
  test(
    'when started, leads other programs to its systems, and ends cleanly when it is told to',
    async () => {
      const sandbox = leaver(['sandbox'], root);
      const over = finished(sandbox);
      const { systems, environment } = await documentOf(sandbox);
      expect(systems.map(({ id, kind }) => [id, kind])).toEqual([
        ['github', 'github-org'],
        ['aws-prod', 'aws-iam'],
        ['okta', 'okta'],
        ['databricks', 'scim'],
      ]);

      const at = '2026-11-23T16:00:00Z';
      const planned = await finished(leaver(['plan', '--at', at, '--format', 'json'], root, environment));
      expect(planned.status).toBe(2);
      const { decisions } = JSON.parse(planned.stdout) as {
        decisions: readonly { kind: string; system: string; account: { name: string } }[];
      };
      const revoked = decisions.filter(({ kind }) => kind === 'revoke');
      expect(revoked.map(({ system, account }) => `${system} ${account.name}`).sort()).toEqual([
        'aws-prod emil.larsen',
        'aws-prod ines.martin',
        'aws-prod legacy-etl',
        'aws-prod tomas.novak',
        'databricks emil@acme.example',
        'databricks ines@acme.example',
        'databricks tomas@acme.example',
        'github anaruiz',
        'github diegosantos',
        'github tomasnovak',
        'github zaraahmed',
        'okta ines@acme.example',
        'okta tomas@acme.example',
      ]);

      sandbox.kill('SIGTERM');
      expect((await over).status).toBe(0);
      await expect(fetch(systems[0]?.url ?? '')).rejects.toThrow();
    },
    PATIENCE,
  );
});

interface SandboxDocument {
  readonly systems: readonly { readonly id: string; readonly kind: string; readonly url: string }[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The document that the sandbox prints while it goes on running. */
function documentOf(child: ChildProcess): Promise<SandboxDocument> {
  let text = '';
  return new Promise((done, fail) => {
    child.on('close', () => fail(new Error(`it ended early, having printed: ${text}`)));
    child.stdout?.on('data', (more: string) => {
      text += more;
      if (text.endsWith('\n}\n')) done(JSON.parse(text) as SandboxDocument);
    });
  });
}
