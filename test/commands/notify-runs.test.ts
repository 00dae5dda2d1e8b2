import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/commands/reconcile.js';
import { accountOf, memorySystem, someone } from '../fixtures/repositories.js';
import { httpReceiver } from '../notify/receivers.js';
import { SECRET } from './notify-world.js';
import { EVERYTHING, flatOf, type Trouble, type World, worldOf } from './world.js';

const NOTIFY = [{ id: 'pager', kind: 'webhook' }];
const ANA_LEFT = {
  policy: { notify: NOTIFY },
  people: [someone('ana', { status: 'departed' }), someone('ben')],
  systems: [memorySystem([accountOf('ana'), accountOf('ben')])],
};

async function pagedWorld(trouble: Trouble = {}, parts: object = ANA_LEFT) {
  const pager = await httpReceiver();
  const environment = { LEAVER_NOTIFY_PAGER_URL: pager.url, LEAVER_NOTIFY_PAGER_SECRET: SECRET };
  const world = worldOf(parts, { environment, ...trouble });
  const titles = () => pager.taken.map(({ body }) => (JSON.parse(body) as { data: { title: string } }).data.title);
  return { pager, world, titles };
}

const run = (world: World) => reconcile(world.context, EVERYTHING);

describe('reconcile', () => {
  test('tells what it revoked, once', async () => {
    const { world, titles } = await pagedWorld();

    const first = await run(world);
    await run(world);

    expect(first.status).toBe(0);
    expect(titles()).toEqual(['acme: 1 revocation']);
  });

  test('law 9: is red where its channel takes nothing, though all is revoked; the next run tells it and is green', async () => {
    const { world, pager, titles } = await pagedWorld();
    pager.answers.push({ status: 404 });

    const red = await run(world);
    const green = await run(world);

    expect(red.status).toBe(4);
    expect(flatOf(red)).toContain('channel pager was not told everything: channel pager: its receiver answers 404');
    expect(green.status).toBe(0);
    expect(titles()).toEqual(['acme: 1 revocation', 'acme: 1 revocation']);
    expect(new Set(pager.taken.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('tells of a system that can not be read: the failure at once, and after a day that nobody has seen it', async () => {
    let isDown = false;
    const { world, titles } = await pagedWorld({
      connect: (_, open) => {
        const connector = open();
        const away = async () => Promise.reject(new Error('out of order'));
        return isDown ? { ...connector, observe: away } : connector;
      },
    });
    await run(world);
    isDown = true;
    for (const time of [
      '2026-11-23T10:00:00Z',
      '2026-11-23T11:00:00Z',
      '2026-11-24T09:30:00Z',
      '2026-11-24T09:40:00Z',
    ]) {
      world.at(time);
      await run(world);
    }

    expect(titles()).toEqual(['acme: 1 revocation', 'acme: 1 failure', 'acme: 1 system unseen']);
  });

  test('tells of a halt when it begins and when it is over', async () => {
    const guarded = {
      ...ANA_LEFT,
      policy: { notify: NOTIFY, guards: { maxRevocations: 0, maxRevokedFraction: 1, minAdmins: 1 } },
    };
    const { world, titles } = await pagedWorld({}, guarded);

    await run(world);
    await run(world);
    world.write(ANA_LEFT);
    await run(world);

    expect(titles()).toEqual(['acme: 1 halt', 'acme: 1 revocation, 1 halt over']);
  });
});
