/** One request of Okta's after the other: verified, read, and passed on ("Event hooks", "Event hook implementation"). */
import { type Departure, departuresIn } from './events.js';
import { type Asked, githubFor, type Tools } from './github.js';
import { isSecret } from './secret.js';
import { seenEvents } from './seen.js';
import { type Settings, settingsOf } from './settings.js';

export interface RelayTools extends Tools {
  readonly log: (line: string) => void;
}

/** What a host of web-standard handlers calls. */
export interface Relay {
  fetch(request: Request, environment: Readonly<Record<string, unknown>>): Promise<Response>;
}

/** Okta waits three seconds and tries once more; a 4xx is not tried again. What is left is for the way, and for a host that has to wake up. */
const PATIENCE = 2_300;
/** A delivery of a hundred events has some 300 KB. */
const LARGEST_BODY = 1024 * 1024;
/** More people than this in one delivery are one run for everybody: its guards see them all at once. */
const MOST_RUNS = 10;

export function relayOf(tools: RelayTools): Relay {
  const github = githubFor(tools);
  const seen = seenEvents(tools.sleep);

  /** Passes on what is new; the events that could not be passed on are forgotten, so that Okta's second try counts. */
  async function passOn(departures: readonly Departure[], settings: Settings, deadline: number): Promise<Passed> {
    const isNew = await Promise.all(departures.map(({ uuid }) => uuid === null || seen.take(uuid, settings.seen)));
    const fresh = departures.filter((_, at) => isNew[at]);
    const groups = grouped(fresh);
    const asked = await Promise.all(
      groups.map(async ({ payload, uuids }): Promise<Asked> => {
        const answer = await github.dispatch(settings, payload, deadline);
        if (answer.kind === 'failed') uuids.forEach(seen.forget);
        else await Promise.all(uuids.map((uuid) => seen.keep(uuid, settings.seen)));
        return answer;
      }),
    );
    const failed = asked.filter((answer) => answer.kind === 'failed');
    const statuses = [...new Set(failed.map(({ status }) => status))];
    return {
      runs: asked.length - failed.length,
      failed: failed.length,
      statuses,
      repeated: departures.length - fresh.length,
    };
  }

  async function deliver(request: Request, settings: Settings): Promise<Response> {
    const deadline = tools.now() + PATIENCE;
    const body = await bodyOf(request);
    if (body === null) return reply(413);
    const read = departuresIn(parsed(body), tools.now());
    if (read === null) return reply(400);
    const passed = await passOn(read.departures, settings, deadline);
    tools.log(JSON.stringify({ relay: 'okta', ...passed, ignored: read.ignored, old: read.old }));
    // Okta tries a delivery again that was answered with 5xx, and shows in its System Log that it failed.
    return reply(passed.failed > 0 ? 502 : 204);
  }

  return {
    async fetch(request, environment) {
      const settings = settingsOf(environment);
      if (!('secret' in settings)) {
        tools.log(JSON.stringify({ relay: 'okta', unusable: settings }));
        return reply(500);
      }
      if (request.method === 'GET') return verification(request);
      if (request.method !== 'POST') return reply(405, null, { allow: 'GET, POST' });
      if (!(await isSecret(request.headers.get('authorization') ?? '', settings.secret))) return reply(401);
      return deliver(request, settings);
    },
  };
}

interface Passed {
  readonly runs: number;
  readonly failed: number;
  readonly statuses: readonly (number | null)[];
  readonly repeated: number;
}

/**
 * The one GET that Okta sends, to see that the address is ours: what its header holds is given back. It proves nothing to
 * anybody else, so that no secret is asked for.
 */
function verification(request: Request): Response {
  const challenge = request.headers.get('x-okta-verification-challenge') ?? '';
  if (!/^[\x21-\x7e]{1,512}$/.test(challenge)) return reply(400);
  return reply(200, JSON.stringify({ verification: challenge }), { 'content-type': 'application/json' });
}

interface Group {
  readonly payload: Readonly<Record<string, string>>;
  readonly uuids: readonly string[];
}

/** One run for each account; one for everybody where an event names nobody, or where they are many. */
function grouped(departures: readonly Departure[]): readonly Group[] {
  const byAccount = new Map<string, Departure[]>();
  for (const one of departures) {
    const key = one.account ?? one.name ?? '';
    byAccount.set(key, [...(byAccount.get(key) ?? []), one]);
  }
  if (byAccount.has('') || byAccount.size > MOST_RUNS) return [groupOf(departures, false)];
  return [...byAccount.values()].map((all) => groupOf(all, true));
}

/** @param named whether it is about one account */
function groupOf(all: readonly Departure[], named: boolean): Group {
  // The earliest is when it became due.
  const first = [...all].sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))[0];
  const { account = null, name = null, at = null, event = '' } = first ?? {};
  const payload = { account: named ? account : null, name: named ? name : null, at, event };
  return {
    payload: Object.fromEntries(
      Object.entries(payload).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    uuids: all.flatMap(({ uuid }) => (uuid === null ? [] : [uuid])),
  };
}

/** The text, null where it is larger than any delivery: read no further than that. */
async function bodyOf(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) return null;
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let [text, size] = ['', 0];
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > LARGEST_BODY) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function reply(status: number, body: string | null = null, headers: Readonly<Record<string, string>> = {}): Response {
  const safe = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  return new Response(body, { status, headers: { ...safe, ...headers } });
}
