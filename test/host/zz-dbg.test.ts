import { test } from 'vitest';
import { repositoryAccess } from '../../src/github/access.js';
import { createClient } from '../../src/github/client.js';
import { blobOf } from '../../src/host/tree.js';
import { hosted } from './proposing.js';
import { tamper, git, LOG } from './log-world.js';
test('x', async () => {
  const host = await hosted();
  tamper(host, { 'journal/2026/11/b-1.jsonl': 'x'.repeat(8 * 1024 * 1024) });
  const sha = git(host, 'rev-parse', `${LOG}:journal/2026/11/b-1.jsonl`);
  const client = createClient(repositoryAccess('acme', host.environmentOf('kimcho')), { clock: host.clock, deadline: 1000, random: Math.random });
  const body = await client.read('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { owner: 'acme', repo: 'policy', file_sha: sha }) as any;
  console.log(typeof body, Object.keys(body).slice(0, 9), body.content?.length, Buffer.from(body.content ?? '', 'base64').length);
  console.log(sha, blobOf(Buffer.from(body.content, 'base64').toString()), blobOf('x'.repeat(8388608)));
}, 60000);
