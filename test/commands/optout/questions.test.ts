import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Ask, DraftFlags, Question } from '../../../src/commands/optout/flags.js';
import { optOutNew } from '../../../src/commands/optout/new.js';
import { optOutOf, writeFiles } from '../../fixtures/repositories.js';
import { worldOf } from '../world.js';
import { ANA_LEFT, draft, fileIn, HANDOVER, NONE, optOutFiles } from './draft-world.js';

describe('in a script', () => {
  test('all that is missing is named at once, by flag', async () => {
    const of = worldOf(ANA_LEFT);
    await expect(optOutNew(of.context, NONE, null, false)).rejects.toThrow(
      'Flags are missing: --person, --system, --reason, --justification, --requested-by, --owner, --expires, --id.',
    );
    await expect(draft(of, { owner: null })).rejects.toThrow('A flag is missing: --owner.');
    expect(optOutFiles(of)).toEqual([]);
  });

  test.each<[Partial<DraftFlags>, RegExp]>([
    [{ person: 'anna.ruiz' }, /--person anna.ruiz won't do: There is no person "anna.ruiz". Did you mean ana.ruiz\?/],
    [{ systems: ['hubb'] }, /--system hubb won't do: .*Did you mean hub\?/],
    [{ reason: 'handovr' }, /--reason handovr won't do: .*Did you mean handover\?/],
    [{ owner: 'nobody' }, /--owner nobody won't do/],
    [{ requestedBy: '' }, /--requested-by "" won't do: It is empty/],
    [{ expires: '2026-11-30' }, /--expires 2026-11-30 won't do/],
    [{ expires: '2026-11-30T09:00:00' }, /won't do/],
    [{ expires: '0d' }, /won't do/],
    [{ expires: 'P1M' }, /won't do/],
    [{ expires: '2026-11-23T08:59:59Z' }, /That is over: it would exempt nobody/],
    [{ starts: '2026-11-01T00:00:00Z', expires: '7d' }, /That is over/],
    [{ id: '../../evil' }, /--id ..\/..\/evil won't do/],
    [{ id: 'Ana' }, /won't do/],
    [{ pause: true }, /exactly one thing/],
    [{ person: null, guards: ['maxAdmins=1'] }, /"maxAdmins" is no guard/],
    [{ person: null, guards: ['maxRevocations'] }, /is no value for maxRevocations/],
  ])('%j is refused with its mend', async (flags, sentence) => {
    const of = worldOf(ANA_LEFT);
    await expect(draft(of, flags)).rejects.toThrow(sentence);
    expect(optOutFiles(of)).toEqual([]);
  });
});

describe('the mend of a flag', () => {
  test('is one that a shell takes as it stands', async () => {
    const justification = draft(worldOf(ANA_LEFT), { justification: ' ' });
    await expect(justification).rejects.toMatchObject({
      mend: 'Write for example --justification "Finishes the ledger migration with the new owner."',
    });
  });

  test('names what there is in this repository', async () => {
    const of = worldOf(ANA_LEFT);
    await expect(draft(of, { systems: ['aws-prod'] })).rejects.toMatchObject({
      mend: 'Write for example --system hub',
    });
  });
});

describe('on a terminal', () => {
  /** Answers by flag, a list where one is asked again; keeps what was asked. */
  function terminal(answers: Readonly<Record<string, readonly string[]>>) {
    const asked: { readonly question: Question; readonly fault: string | null }[] = [];
    const times = new Map<string, number>();
    const ask: Ask = async (question, fault) => {
      asked.push({ question, fault });
      const key = question.text === 'What does it exempt?' ? 'kind' : question.flag;
      const time = times.get(key) ?? 0;
      times.set(key, time + 1);
      return answers[key]?.[time] ?? '';
    };
    return { ask, asked };
  }

  test('defaults carry a handover: the person, and why, are all that is typed', async () => {
    const of = worldOf(ANA_LEFT);
    const { ask, asked } = terminal({ '--person': ['anna', 'ana.ruiz'], '--justification': ['', 'Finishes it.'] });

    const result = await optOutNew(of.context, { ...NONE, systems: ['hub'], reason: 'handover' }, ask, false);

    expect(result.status).toBe(0);
    expect(parse(fileIn(of, 'optouts/hub/ana-handover-hub.yaml'))).toEqual({
      ...{ id: 'ana-handover-hub', person: 'ana.ruiz', systems: ['hub'], reason: 'handover' },
      ...{ justification: 'Finishes it.', requestedBy: 'ben.ruiz', owner: 'eve.ruiz' },
      expiresAt: '2026-12-07T09:00:00Z',
    });
    const faults = asked.flatMap(({ question, fault }) => (fault === null ? [] : [`${question.flag} ${fault}`]));
    expect(faults).toEqual(['--person There is no person "anna".', '--justification An answer is needed.']);
  });

  test('every question has an example, and the choices that there are', async () => {
    const of = worldOf({ ...ANA_LEFT, optOuts: [optOutOf({ owner: 'eve.ruiz' })] });
    const { ask, asked } = terminal({
      '--person': ['ana.ruiz'],
      '--reason': ['handover'],
      '--justification': ['Finishes it.'],
    });

    await optOutNew(of.context, { ...NONE, systems: ['hub'] }, ask, true);

    expect(asked.filter(({ question }) => question.example === '')).toEqual([]);
    const choices = (flag: string) =>
      asked
        .filter(({ question }) => question.flag === flag)
        .map(({ question }) => question.choices.map(({ value }) => value))
        .at(-1);
    expect(choices('--person')?.[0]).toBe('ana.ruiz');
    expect(choices('--owner')).toEqual(['eve.ruiz']);
    expect(choices('--reason')).toContain('handover');
    expect(choices('--renewal-of')).toEqual(['ana-handover']);
    expect(choices('--expires')).toEqual(['2026-12-07T09:00:00Z']);
  });

  test('a pause and a raised guard are asked for by name', async () => {
    const of = worldOf(ANA_LEFT);
    const parts = { systems: ['hub'], justification: 'x', requestedBy: 'ben.ruiz', expires: '1h' };
    const paused = terminal({ kind: ['pause'] });
    await optOutNew(of.context, { ...NONE, ...parts }, paused.ask, false);
    expect(parse(fileIn(of, 'optouts/hub/pause-hub.yaml'))).toMatchObject({ pause: true, owner: 'eve.ruiz' });
    const raised = terminal({ kind: ['guards'], '--guard': ['minAdmins', 'minAdmins=1'] });
    await optOutNew(of.context, { ...NONE, ...parts }, raised.ask, false);
    expect(parse(fileIn(of, 'optouts/hub/guards-hub.yaml'))).toMatchObject({ guards: { minAdmins: 1 } });
  });

  test('a file that came to be while somebody thought is not written over', async () => {
    const of = worldOf(ANA_LEFT);
    const ask: Ask = async () => {
      writeFiles(of.root, { 'optouts/hub/ana-handover.yaml': 'id: of others\n' });
      return 'Finishes it.';
    };
    const all = { ...HANDOVER, justification: null, ticket: 'SEC-1', starts: '1h' };
    await expect(optOutNew(of.context, all, ask, false)).rejects.toThrow(
      /is there already, and nothing is overwritten/,
    );
    expect(fileIn(of, 'optouts/hub/ana-handover.yaml')).toBe('id: of others\n');
  });

  test('when nobody answers any more, nothing is written', async () => {
    const of = worldOf(ANA_LEFT);
    const ask: Ask = async () => {
      throw new Error('closed');
    };
    await expect(optOutNew(of.context, NONE, ask, false)).rejects.toThrow('closed');
    expect(optOutFiles(of)).toEqual([]);
  });
});
