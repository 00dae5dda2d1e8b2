import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { fileJournal } from '../../src/audit/journal.js';
import { announceCommand, MOST_TOLD } from '../../src/commands/announce.js';
import { nodeFiles, nodeMachine } from '../../src/ports/node.js';
import { policyFiles } from '../approval/policy-repository.js';
import { origin } from '../fixtures/origin.js';
import { optOutOf, temporaryFolder, writeFiles } from '../fixtures/repositories.js';
import { httpReceiver } from '../notify/receivers.js';
import { comments, open, told, world } from './announce-world.js';

describe('a pull request that opens an opt-out', () => {
  test('is told once to each channel: who asks, for whom, where, until when, and who answers; never why', async () => {
    const at = await world();
    open(at);
    const result = await at.announce();
    await at.announce();

    expect(result.status).toBe(0);
    expect(at.receiver.taken).toHaveLength(1);
    expect(told(at)).toMatchObject([{ kind: 'opt-out-requested', subject: 'opt-out ana-handover' }]);
    expect(new Map(told(at)[0]?.facts)).toEqual(
      new Map([
        ['for', 'ana.ruiz'],
        ['systems', 'hub'],
        ['until', '2026-12-01T00:00:00Z'],
        ['owner', 'kim.cho'],
        ['requested by', 'sam.lee'],
        ['pull request', '#41'],
        ['why', 'it asks that ana.ruiz keeps hub (handover)'],
      ]),
    );
    expect(told(at)[0]?.link).toBe('https://github.com/acme/policy/pull/41');
    expect(comments(at)).toEqual([expect.stringContaining('pull request: #41')]);
    expect(JSON.stringify([result, comments(at), at.receiver.taken, await at.events()])).not.toContain('ledger');
  });

  test('is on record with its beginning and its end', async () => {
    const at = await world();
    open(at);
    await at.announce();
    const types = (await at.events()).map((event) => (event.type === 'opt-out' ? event.transition : event.type));
    expect(types.filter((type) => /run|requested|leased|released/.test(type)).slice(0, 5)).toEqual([
      'run-started',
      'leased',
      'requested',
      'released',
      'run-ended',
    ]);
  });

  test('is told anew where it asks for something else, also by another pull request, and not where only the reason why is changed', async () => {
    const at = await world();
    open(at);
    await at.announce();
    open(at, { justification: 'Other words.' });
    await at.announce();
    expect(told(at)).toHaveLength(1);

    open(at, { expiresAt: '2026-12-02T00:00:00Z' });
    await at.announce();
    open(at);
    await at.announce();
    expect(told(at)).toHaveLength(2);
    await at.announce(42);
    expect(told(at).map(({ facts }) => new Map(facts).get('pull request'))).toEqual(['#41', '#41', '#42']);
  });

  test('a pull request that opens none, or takes one away, tells nobody and writes nothing', async () => {
    const at = await world();
    await at.host.push({ 'optouts/old.yaml': stringify(optOutOf({ id: 'old' })) }, { by: 'boss' });
    at.host.pull();
    // What a channel is told of from when on is noted once.
    await at.announce();
    const before = await at.events();
    const result = await at.announce();

    expect(result.status).toBe(0);
    expect(told(at)).toEqual([]);
    expect(await at.events()).toEqual(before);
  });

  test('hundreds of them are one message a channel, and more than there is room for is a problem that is told', async () => {
    const at = await world();
    for (let index = 0; index < MOST_TOLD + 20; index += 1) open(at, { id: `many-${index}` });
    const result = await at.announce();
    open(at, { id: 'one-more' });
    await at.announce();

    expect(result.status).toBe(4);
    const sizes = at.receiver.taken.map(({ body }) => JSON.parse(body).data.items.length);
    expect(sizes[0]).toBe(500);
    expect(sizes.length).toBeLessThanOrEqual(3);
    expect(told(at).filter(({ kind }) => kind === 'opt-out-requested')).toHaveLength(MOST_TOLD);
    expect(told(at).filter(({ kind }) => kind === 'failure')).not.toEqual([]);
    expect((await at.events()).filter(({ type }) => type === 'opt-out')).toHaveLength(MOST_TOLD);
  });
});

describe('a hostile pull request', () => {
  test('policy, people and channels of its own count for nothing', async () => {
    const at = await world();
    const mine = await httpReceiver();
    writeFiles(at.proposed, policyFiles({ policy: { notify: [{ id: 'mine', kind: 'webhook' }] } }));
    open(at);
    const result = await at.announce();

    expect(mine.taken).toEqual([]);
    expect(told(at)).toHaveLength(1);
    expect(result.json).toMatchObject({ channels: ['security', 'board'] });
  });

  test.each([
    ['person', "it is not valid by the default branch's policy and people"],
    ['requestedBy', "the default branch's policy or people speak against it"],
    ['owner', "the default branch's policy or people speak against it"],
  ])('where only its own roster knows the %s, it is told with that, and what it is worth', async (role, why) => {
    const at = await world();
    const people = [{ id: 'mal.lory', name: 'Mal', email: 'm@acme.example' }];
    writeFiles(at.proposed, { 'policies/people/own.yaml': stringify({ people }) });
    open(at, { [role]: 'mal.lory' });
    const { status } = await at.announce();

    expect(status).toBe(0);
    const [facts] = told(at).map((one) => new Map(one.facts));
    expect([facts?.get('for'), facts?.get('requested by'), facts?.get('owner')]).toContain('mal.lory');
    expect(facts?.get('why')).toContain(why);
  });

  test.each([
    ['no YAML', 'a: [\n'],
    ['no opt-out', 'everything: true\n'],
    ['another id than its name', stringify(optOutOf({ id: 'other' }))],
    ['text for people', stringify(optOutOf({ id: 'evil', owner: '<script>@acme/all' }))],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
  ])('a file with %s is told by its name', async (_, text) => {
    const at = await world();
    writeFiles(at.proposed, { 'optouts/evil.yaml': '' });
    writeFileSync(join(at.proposed, 'optouts/evil.yaml'), text);
    const { status } = await at.announce();

    expect(status).toBe(0);
    expect(told(at).map(({ subject }) => subject)).toEqual(['opt-out evil']);
    expect(comments(at).join()).not.toMatch(/<script|@acme/);
  });

  test('hostile names of files are shown as text', async () => {
    const at = await world();
    writeFiles(at.proposed, { 'optouts/@acme <img src=x> [a](b).yaml': 'x: 1\n' });
    await at.announce();
    expect(comments(at)).toHaveLength(1);
    expect(comments(at).join()).not.toMatch(/@acme|<img|[^\\]\[a/);
  });

  test('a link out of the folder is not followed, and that is told', async () => {
    const at = await world();
    const secret = join(temporaryFolder(), 'secret.yaml');
    writeFileSync(secret, stringify(optOutOf({ id: 'linked', justification: 'hidden-words' })));
    writeFiles(at.proposed, { 'optouts/a.yaml': '' });
    rmSync(join(at.proposed, 'optouts/a.yaml'));
    symlinkSync(secret, join(at.proposed, 'optouts/linked.yaml'));
    const result = await at.announce();

    expect(JSON.stringify([result, at.receiver.taken])).not.toContain('hidden-words');
    expect([result.status, told(at).length > 0]).toEqual([4, true]);
  });
});

describe('when telling fails', () => {
  test('the run is red, and the next one tells it once', async () => {
    const at = await world();
    open(at);
    at.receiver.answers.push({ status: 404 });
    const failed = await at.announce();
    expect(failed.status).toBe(4);
    expect(comments(at)).toHaveLength(1);

    const again = await at.announce();
    expect(again.status).toBe(0);
    expect(at.receiver.taken.map(({ headers }) => headers['webhook-id'])).toHaveLength(2);
    expect(new Set(at.receiver.taken.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('a run that acts is waited for', async () => {
    const at = await world();
    open(at);
    const { host, context } = at;
    const files = nodeFiles(host.root);
    const other = fileJournal({ origin, files, clock: host.clock, machine: nodeMachine, run: 'other' });
    const lease = await other.lease();
    if (lease.kind === 'busy') throw new Error('busy');
    let waits = 0;
    const clock = {
      now: host.clock.now,
      sleep: async () => {
        waits += 1;
        if (waits === 3) await lease.release();
      },
    };
    const result = await announceCommand({ ...context, clock }, { proposed: nodeFiles(at.proposed), pullRequest: 41 });

    expect([result.status, waits]).toEqual([0, 3]);
    expect(told(at)).toHaveLength(1);
  });

  test('a default branch that is not valid is said, and nobody is told by a guess', async () => {
    const at = await world();
    writeFiles(at.host.root, { 'policies/policy.yaml': 'organization: [\n' });
    open(at);
    await expect(at.announce()).rejects.toMatchObject({ code: 'invalid-policy' });
    await expect(announceCommand(at.context, { proposed: null, pullRequest: 41 })).rejects.toBeDefined();
    expect(at.receiver.taken).toEqual([]);
  });

  test('without a proposal it is an error, and without any channel nothing is done', async () => {
    const at = await world();
    await expect(announceCommand(at.context, { proposed: null, pullRequest: 41 })).rejects.toMatchObject({
      code: 'usage',
    });

    const quiet = await world([]);
    open(quiet);
    expect(await quiet.announce()).toMatchObject({ status: 0, json: { channels: [] } });
    expect(await quiet.events()).toEqual([]);
  });
});
