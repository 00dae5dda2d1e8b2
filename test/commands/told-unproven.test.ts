/** `approvalSource: none` is for a try-out: whatever a command tells of such a policy says so before all else. */
import { describe, expect, test } from 'vitest';
import { codeownersCommand } from '../../src/commands/codeowners.js';
import { doctor } from '../../src/commands/doctor/index.js';
import { explainCommand } from '../../src/commands/explain.js';
import { optOutCheck } from '../../src/commands/optout/check.js';
import { optOutList } from '../../src/commands/optout/list.js';
import { observeCommand, planCommand } from '../../src/commands/plan.js';
import { reconcile } from '../../src/commands/reconcile.js';
import type { CommandResult } from '../../src/commands/result.js';
import { tell } from '../../src/commands/tell.js';
import { validate } from '../../src/commands/validate.js';
import { NO_PAINT } from '../../src/report/text.js';
import { accountOf, memorySystem, optOutOf, type RepositoryParts, someone } from '../fixtures/repositories.js';
import { previewOf } from './preview/previewing.js';
import { EVERYTHING, type World, worldOf } from './world.js';

const UNPROVEN: RepositoryParts = {
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
  optOuts: [optOutOf()],
};
const PROVEN: RepositoryParts = {
  ...UNPROVEN,
  policy: { optOuts: { approvalSource: 'github', approvalSystem: 'hub' } },
};
const INVALID: RepositoryParts = { ...UNPROVEN, files: { 'policies/people/more.yaml': 'people: [{}]\n' } };

const PLAIN = { narrowing: EVERYTHING, at: null, from: null, out: null };
const COMMANDS: Readonly<Record<string, (world: World) => Promise<CommandResult>>> = {
  validate: ({ context }) => validate(context, null),
  observe: ({ context }) => observeCommand(context, EVERYTHING, null),
  plan: ({ context }) => planCommand(context, PLAIN),
  reconcile: ({ context }) => reconcile(context, EVERYTHING),
  explain: ({ context }) => explainCommand(context, 'ana.ruiz', [], null),
  'optout list': ({ context }) => optOutList(context, EVERYTHING, null),
  'optout check': ({ context }) => optOutCheck(context, 'ana-handover', null),
  doctor: ({ context }) => doctor(context, { offline: true, verbose: false, systems: [] }),
  codeowners: ({ context }) => codeownersCommand(context, { check: true, file: null }),
};

function firstLines(result: CommandResult): readonly [text: string, markdown: string] {
  const [text = ''] = tell(result, 'text', NO_PAINT).split('\n');
  const [alert = '', first = ''] = tell(result, 'markdown', NO_PAINT).split('\n');
  return [text, `${alert} ${first}`];
}

const SAYS_SO = [
  expect.stringMatching(/^Approvals are not checked \(approvalSource: none\): every opt-out counts/),
  expect.stringMatching(/^> \[!WARNING\] > Approvals are not checked/),
];

describe('where no proof of approval is asked for', () => {
  test.each(Object.keys(COMMANDS))('%s says so first, as text and as Markdown', async (name) => {
    const result = await COMMANDS[name]?.(worldOf(UNPROVEN));
    expect(result === undefined ? [] : firstLines(result)).toEqual(SAYS_SO);
  });

  test.each([
    ['both sides ask for none', UNPROVEN, UNPROVEN],
    ['the proposal is not valid', UNPROVEN, INVALID],
    ['the base is not valid', INVALID, UNPROVEN],
    ['the proposal begins to ask for it', UNPROVEN, PROVEN],
    ['the proposal asks for it no more', PROVEN, UNPROVEN],
  ])('preview says so first where %s', async (_, base, proposal) => {
    const { result } = await previewOf(base, proposal);
    expect(firstLines(result)).toEqual(SAYS_SO);
  });
});

describe('where proof is asked for', () => {
  test.each(Object.keys(COMMANDS))('%s says nothing of the kind', async (name) => {
    const result = await COMMANDS[name]?.(worldOf(PROVEN));
    expect(result === undefined ? '' : tell(result, 'text', NO_PAINT)).not.toContain('Approvals are not checked');
  });
});
