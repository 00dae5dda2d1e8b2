import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ask, InitFlags } from '../../../src/commands/init/answers.js';
import { init } from '../../../src/commands/init/index.js';
import { nodeFiles } from '../../../src/ports/node.js';
import { nodeNewFolder } from '../../../src/ports/node-new-folder.js';
import { at } from '../../fixtures/builders.js';
import { root } from '../../repository/tree.js';
import { NOW } from '../world.js';

export const KIM = 'Kim Cho <kim@acme.example> kimcho 583231';
export const SAM = 'Sam Lee <sam@acme.example> samlee 583232';
export const FLAGS: InitFlags = {
  organization: 'acme',
  githubOrg: 'acme-inc',
  awsAccount: '123456789012',
  okta: null,
  owners: [KIM, SAM],
  action: null,
};

export function begin(folder: string, flags: Partial<InitFlags> = {}, ask: Ask = null) {
  const options = { folder: nodeNewFolder(folder), name: 'access', own: nodeFiles(root), now: at(NOW), ask };
  return init({ ...options, flags: { ...FLAGS, ...flags } });
}

export const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');
export const entries = (folder: string) => readdirSync(folder).sort();
