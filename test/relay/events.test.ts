import { describe, expect, test } from 'vitest';
import { delivery, oktaEvent, SECRET, serveRelay } from './serving.js';

describe('when Okta says that somebody left, the relay asks GitHub for a run', () => {
  test.each([
    'user.lifecycle.suspend',
    'user.lifecycle.deactivate',
    'user.lifecycle.delete.initiated',
    'user.lifecycle.delete.completed',
  ])('%s: with the account, its login, when, and nothing else of it', async (eventType) => {
    const served = await serveRelay();

    const response = await served.deliver(delivery(oktaEvent({ eventType })));

    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(served.dispatches()).toEqual([
      {
        eventType: 'departure',
        account: '00uana',
        name: 'ana@acme.example',
        at: '2026-11-23T08:59:58.120Z',
        event: eventType,
      },
    ]);
  });

  test.each([
    ['a locked account is somebody who works here', { eventType: 'user.account.lock' }],
    ['one application less is a change of role', { eventType: 'application.user_membership.remove' }],
    ['somebody came back', { eventType: 'user.lifecycle.unsuspend' }],
    ['a suspend that failed', { outcome: { result: 'FAILURE' } }],
    ['a type that is no text', { eventType: { toString: 'user.lifecycle.suspend' } }],
  ])('no run: %s', async (_, of) => {
    const served = await serveRelay();
    expect((await served.deliver(delivery(oktaEvent(of)))).status).toBe(204);
    expect(served.dispatches()).toEqual([]);
  });

  test('several events in one delivery: a run for each account, the earliest time for each', async () => {
    const served = await serveRelay();
    await served.deliver(
      delivery(
        oktaEvent({ eventType: 'user.lifecycle.deactivate', published: '2026-11-23T08:59:59Z' }),
        oktaEvent({ published: '2026-11-23T08:59:50Z' }),
        oktaEvent({}, { id: '00uleo', alternateId: 'leo@acme.example' }),
        oktaEvent({ eventType: 'user.session.start' }),
      ),
    );
    expect(served.dispatches().map(({ account, at }) => [account, at])).toEqual([
      ['00uana', '2026-11-23T08:59:50.000Z'],
      ['00uleo', '2026-11-23T08:59:58.120Z'],
    ]);
  });

  test('many people at once are one run for everybody, whose guards see them all', async () => {
    const served = await serveRelay();
    const many = Array.from({ length: 11 }, (_, at) => oktaEvent({}, { id: `00u${at}` }));
    await served.deliver(delivery(...many));
    expect(served.dispatches()).toEqual([
      { eventType: 'departure', at: '2026-11-23T08:59:58.120Z', event: 'user.lifecycle.suspend' },
    ]);
    await served.deliver(delivery(...many));
    expect(served.dispatches()).toHaveLength(1);
  });

  test.each([
    ['no target', { target: null }],
    ['two users', { target: [oktaEvent().target[0], oktaEvent().target[0]] }],
    ['a target that is no user', { target: [{ id: '0oa1', type: 'AppInstance' }] }],
  ])('an event that names nobody (%s) is a run for everybody: nobody is missed', async (_, of) => {
    const served = await serveRelay();
    expect((await served.deliver(delivery(oktaEvent(of)))).status).toBe(204);
    expect(served.dispatches()).toMatchObject([{ eventType: 'departure', event: 'user.lifecycle.suspend' }]);
    expect(served.dispatches()[0]).not.toHaveProperty('account');
  });

  test.each(['\u3164', '\u115f', '\u034f', '\u17b4', '\ufe0f', '\u00ad', '\u{e0041}', '\u200b'])(
    'a login with %j, which nobody can see, is left out, and the id stays',
    async (character) => {
      const served = await serveRelay();
      await served.deliver(delivery(oktaEvent({}, { alternateId: `ana${character}@acme.example` })));
      const [dispatch] = served.dispatches();
      expect(dispatch).toMatchObject({ eventType: 'departure', account: '00uana' });
      expect(dispatch).not.toHaveProperty('name');
    },
  );

  test('text that is no id and no login is left out, however long or hostile', async () => {
    const served = await serveRelay();
    const hostile = ['00u\n::set-output::', 'x'.repeat(65), '../../x', '', 7, { id: 1 }, '$' + '{{ secrets.X }}'];
    for (const id of hostile)
      await served.deliver(delivery(oktaEvent({}, { id, alternateId: `a\u202eb\n${'y'.repeat(300)}` })));
    expect(served.dispatches()).toHaveLength(hostile.length);
    for (const dispatch of served.dispatches()) {
      expect(Object.keys(dispatch).sort()).toEqual(['at', 'event', 'eventType']);
    }
  });
});

describe('replays', () => {
  test('the same event again starts no second run', async () => {
    const served = await serveRelay();
    const once = delivery(oktaEvent());
    for (let times = 0; times < 3; times += 1) expect((await served.deliver(once)).status).toBe(204);
    expect(served.dispatches()).toHaveLength(1);
    const twice = oktaEvent();
    await served.deliver(delivery(twice, twice));
    expect(served.dispatches()).toHaveLength(2);
  });

  test('an event out of the window is refused, one at its edge is not', async () => {
    const served = await serveRelay();
    await served.deliver(delivery(oktaEvent({ published: '2026-11-22T08:59:59Z' })));
    await served.deliver(delivery(oktaEvent({ published: '2026-11-23T09:05:01Z' })));
    expect(served.dispatches()).toEqual([]);
    await served.deliver(delivery(oktaEvent({ published: '2026-11-22T09:00:00Z' })));
    await served.deliver(delivery(oktaEvent({ published: '2026-11-23T09:05:00Z' })));
    expect(served.dispatches()).toHaveLength(2);
  });

  test('an event without a time that can be read is passed on without one', async () => {
    const served = await serveRelay();
    await served.deliver(delivery(oktaEvent({ published: 'yesterday' })));
    expect(served.dispatches()).toEqual([
      { eventType: 'departure', account: '00uana', name: 'ana@acme.example', event: 'user.lifecycle.suspend' },
    ]);
  });

  test('what an instance forgets, a bound store remembers', async () => {
    const kept = new Map<string, string>();
    const store = {
      get: async (key: string) => kept.get(key) ?? null,
      put: async (key: string, value: string, { expirationTtl }: { expirationTtl: number }) => {
        expect(expirationTtl).toBeGreaterThanOrEqual(24 * 3600);
        kept.set(key, value);
      },
    };
    const body = delivery(oktaEvent());
    const first = await serveRelay({ environment: { LEAVER_RELAY_SEEN: store } });
    const second = await serveRelay({ environment: { LEAVER_RELAY_SEEN: store } });
    const alone = await serveRelay();
    for (const served of [first, second, alone]) expect((await served.deliver(body)).status).toBe(204);
    expect([first, second, alone].map((served) => served.dispatches().length)).toEqual([1, 0, 1]);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('down'))],
    ['does not answer', () => new Promise(() => {})],
  ])('a store that %s keeps no departure back', async (_, answer) => {
    const served = await serveRelay({ environment: { LEAVER_RELAY_SEEN: { get: answer, put: answer } } });
    expect((await served.deliver(delivery(oktaEvent()))).status).toBe(204);
    expect(served.dispatches()).toHaveLength(1);
  });
});

test('its log has numbers alone: neither a secret nor whom it is about', async () => {
  const served = await serveRelay();
  await served.deliver(delivery(oktaEvent(), oktaEvent({ eventType: 'user.session.start' })));
  await served.deliver(delivery(oktaEvent()), { authorization: 'wrong' });
  expect(served.log).toEqual([
    JSON.stringify({ relay: 'okta', runs: 1, failed: 0, statuses: [], repeated: 0, ignored: 1, old: 0 }),
  ]);
  expect(served.log.join()).not.toContain(SECRET);
});
