/**
 * Holds the embedded GitHub, and what the connector sends it, against GitHub's own description of its REST API and its
 * GraphQL schema.
 *
 *   node --import ./ts-node.register.mjs scripts/conformance/github.ts
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationNames } from '../../src/sandbox/github/index.js';
import { githubDescription } from './github-description.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const { version, integrity, documents } = await githubDescription();
process.stdout.write(`@octokit/openapi ${version}, ${integrity}\n`);
for (const { name, sha256 } of documents) process.stdout.write(`  ${name}: sha256:${sha256}\n`);
process.stdout.write(`  ${operationNames.length} operations in use\n`);

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const tests = ['--config', 'vitest.conformance.config.ts', 'test/conformance/github'];
const { status } = spawnSync(process.execPath, [vitest, 'run', ...tests], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, LEAVER_REPORT_NAME: 'conformance-github.json' },
});
process.exitCode = status ?? 1;
