// src/relay/events.ts
var LEAVING = /* @__PURE__ */ new Set([
  "user.lifecycle.suspend",
  "user.lifecycle.deactivate",
  "user.lifecycle.delete.initiated",
  "user.lifecycle.delete.completed"
]);
var DAY = 24 * 36e5;
var OLDEST = DAY;
var AHEAD = 5 * 6e4;
function departuresIn(body, now) {
  const events = field(field(body, "data"), "events");
  if (!Array.isArray(events)) return null;
  const departures = [];
  let [ignored, old] = [0, 0];
  for (const event of events) {
    const type = field(event, "eventType");
    const failed = /^(FAILURE|DENY|SKIPPED|ABANDONED)$/.test(String(field(field(event, "outcome"), "result")));
    if (typeof type !== "string" || !LEAVING.has(type) || failed) {
      ignored += 1;
      continue;
    }
    const published = timeOf(field(event, "published"));
    if (published !== null && (published < now - OLDEST || published > now + AHEAD)) old += 1;
    else departures.push(departureOf(event, type, published));
  }
  return { departures, ignored, old };
}
function departureOf(event, type, published) {
  const targets = field(event, "target");
  const users = Array.isArray(targets) ? targets.filter((one) => field(one, "type") === "User") : [];
  const user = users.length === 1 ? users[0] : void 0;
  return {
    uuid: matching(field(event, "uuid"), /^[\w-]{8,64}$/),
    account: matching(field(user, "id"), /^\w{1,64}$/),
    // The login is its holder's own choice. One that holds what nobody can see is left out, and the id stays: a run for that.
    name: matching(field(user, "alternateId"), /^[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]{1,256}$/u),
    at: published === null ? null : new Date(published).toISOString(),
    event: type
  };
}
function field(value, name) {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return void 0;
  return value[name];
}
function matching(value, form) {
  return typeof value === "string" && form.test(value) ? value : null;
}
function timeOf(value) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

// src/relay/github.ts
var PAUSES = [150, 450];
var TOO_LATE = 250;
var MARGIN = 5 * 6e4;
function githubFor(tools) {
  const tokens = /* @__PURE__ */ new Map();
  async function send(url, token, body, deadline) {
    return tools.request(url, {
      method: "POST",
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "user-agent": "leaver-relay",
        "x-github-api-version": "2022-11-28"
      },
      body: JSON.stringify(body),
      // A repository that was renamed answers with its new place: the token is for the one that was named.
      redirect: "manual",
      signal: AbortSignal.timeout(Math.max(1, deadline - tools.now()))
    });
  }
  async function tokenFor({ signIn, apiUrl, repository }, deadline) {
    if (signIn.kind === "token") return signIn.token;
    const key = `${apiUrl} ${signIn.appId} ${signIn.installation}`;
    const known = tokens.get(key);
    if (known !== void 0 && known.until - MARGIN > tools.now()) return known.token;
    const url = `${apiUrl}/app/installations/${signIn.installation}/access_tokens`;
    const least = { repositories: [repository.split("/")[1]], permissions: { contents: "write" } };
    const answer = await send(url, await jsonWebToken(signIn, tools.now()), least, deadline);
    if (answer.status !== 201) return answer;
    const { token, expires_at: until } = await answer.json();
    tokens.set(key, { token, until: Date.parse(until) });
    return token;
  }
  async function attempt(settings, payload, deadline) {
    try {
      const token = await tokenFor(settings, deadline);
      if (typeof token !== "string") return token.status;
      const url = `${settings.apiUrl}/repos/${settings.repository}/dispatches`;
      const { status } = await send(url, token, { event_type: "departure", client_payload: payload }, deadline);
      if (status === 401) tokens.clear();
      return status;
    } catch {
      return null;
    }
  }
  return {
    async dispatch(settings, payload, deadline) {
      for (let tried = 0; ; tried += 1) {
        const status = await attempt(settings, payload, deadline);
        if (status !== null && status >= 200 && status < 300) return { kind: "done" };
        const pause = PAUSES[tried];
        const again = status === null || status === 401 || status === 429 || status >= 500;
        if (!again || pause === void 0 || deadline - tools.now() < pause + TOO_LATE) {
          return { kind: "failed", status };
        }
        await tools.sleep(pause);
      }
    }
  };
}
async function jsonWebToken({ appId, key }, now) {
  const seconds = Math.floor(now / 1e3);
  const claims = { iat: seconds - 60, exp: seconds + 9 * 60, iss: appId };
  const signed = `${encoded({ alg: "RS256", typ: "JWT" })}.${encoded(claims)}`;
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const bytes = Uint8Array.from(atob(key.replace(/-----[^-]*-----|\s/g, "")), (letter) => letter.charCodeAt(0));
  const signer = await crypto.subtle.importKey("pkcs8", bytes, algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, signer, new TextEncoder().encode(signed)));
  return `${signed}.${base64Url(String.fromCharCode(...signature))}`;
}
function encoded(value) {
  return base64Url(JSON.stringify(value));
}
function base64Url(binary) {
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// src/relay/secret.ts
async function isSecret(sent, secret) {
  const [one, other] = await Promise.all([digestOf(sent), digestOf(secret)]);
  let difference = 0;
  for (const [at, byte] of one.entries()) difference |= byte ^ (other[at] ?? 0);
  return difference === 0;
}
async function digestOf(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

// src/relay/seen.ts
var PATIENCE = 300;
var KEPT = 24 * 3600 + 600;
function seenEvents(sleep, most = 1e4) {
  const noted = /* @__PURE__ */ new Set();
  const inTime = async (asked) => {
    try {
      return await Promise.race([asked(), sleep(PATIENCE).then(() => null)]);
    } catch {
      return null;
    }
  };
  return {
    async take(uuid, store) {
      if (noted.has(uuid)) return false;
      noted.add(uuid);
      for (const oldest of noted) {
        if (noted.size <= most) break;
        noted.delete(oldest);
      }
      return store === null || await inTime(() => store.get(keyOf(uuid))) == null;
    },
    forget: (uuid) => void noted.delete(uuid),
    async keep(uuid, store) {
      if (store !== null) await inTime(() => store.put(keyOf(uuid), "1", { expirationTtl: KEPT }));
    }
  };
}
function keyOf(uuid) {
  return `okta-event:${uuid}`;
}

// src/relay/settings.ts
var SHORTEST_SECRET = 32;
function settingsOf(environment) {
  const text = (name) => {
    const value = environment[name];
    return typeof value === "string" ? value.trim() : "";
  };
  const secret = text("LEAVER_RELAY_SECRET");
  const repository = text("LEAVER_RELAY_REPOSITORY");
  const apiUrl = (text("LEAVER_RELAY_GITHUB_API_URL") || "https://api.github.com").replace(/\/+$/, "");
  const signIn = signInOf(text);
  const wrong = [
    ...secret.length < SHORTEST_SECRET ? ["LEAVER_RELAY_SECRET"] : [],
    .../^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repository) && !/(^|\/)\.\.?($|\/)/.test(repository) ? [] : ["LEAVER_RELAY_REPOSITORY"],
    ...isSafe(apiUrl) ? [] : ["LEAVER_RELAY_GITHUB_API_URL"],
    ...signIn === null ? ["LEAVER_RELAY_APP_PRIVATE_KEY or LEAVER_RELAY_GITHUB_TOKEN"] : []
  ];
  if (wrong.length > 0 || signIn === null) return wrong;
  return { secret, repository, apiUrl, signIn, seen: storeOf(environment["LEAVER_RELAY_SEEN"]) };
}
function signInOf(text) {
  const [appId, installation] = [text("LEAVER_RELAY_APP_ID"), text("LEAVER_RELAY_APP_INSTALLATION_ID")];
  const key = text("LEAVER_RELAY_APP_PRIVATE_KEY").replaceAll("\\n", "\n");
  const numbers = /^[\w.-]{1,64}$/.test(appId) && /^\d{1,20}$/.test(installation);
  if (numbers && key !== "") return { kind: "app", appId, installation, key };
  const token = text("LEAVER_RELAY_GITHUB_TOKEN");
  return /^[\x21-\x7e]{1,1024}$/.test(token) ? { kind: "token", token } : null;
}
function isSafe(url) {
  return /^https:\/\/[\w.-]+(:\d{1,5})?(\/[\w./-]*)?$/.test(url) || /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(url);
}
function storeOf(value) {
  if (typeof value !== "object" || value === null) return null;
  const store = value;
  return typeof store.get === "function" && typeof store.put === "function" ? value : null;
}

// src/relay/relay.ts
var PATIENCE2 = 2300;
var LARGEST_BODY = 1024 * 1024;
var MOST_RUNS = 10;
function relayOf(tools) {
  const github = githubFor(tools);
  const seen = seenEvents(tools.sleep);
  async function passOn(departures, settings, deadline) {
    const isNew = await Promise.all(departures.map(({ uuid }) => uuid === null || seen.take(uuid, settings.seen)));
    const fresh = departures.filter((_, at) => isNew[at]);
    const groups = grouped(fresh);
    const asked = await Promise.all(
      groups.map(async ({ payload, uuids }) => {
        const answer = await github.dispatch(settings, payload, deadline);
        if (answer.kind === "failed") uuids.forEach(seen.forget);
        else await Promise.all(uuids.map((uuid) => seen.keep(uuid, settings.seen)));
        return answer;
      })
    );
    const failed = asked.filter((answer) => answer.kind === "failed");
    const statuses = [...new Set(failed.map(({ status }) => status))];
    return {
      runs: asked.length - failed.length,
      failed: failed.length,
      statuses,
      repeated: departures.length - fresh.length
    };
  }
  async function deliver(request, settings) {
    const deadline = tools.now() + PATIENCE2;
    const body = await bodyOf(request);
    if (body === null) return reply(413);
    const read = departuresIn(parsed(body), tools.now());
    if (read === null) return reply(400);
    const passed = await passOn(read.departures, settings, deadline);
    tools.log(JSON.stringify({ relay: "okta", ...passed, ignored: read.ignored, old: read.old }));
    return reply(passed.failed > 0 ? 502 : 204);
  }
  return {
    async fetch(request, environment) {
      const settings = settingsOf(environment);
      if (!("secret" in settings)) {
        tools.log(JSON.stringify({ relay: "okta", unusable: settings }));
        return reply(500);
      }
      if (request.method === "GET") return verification(request);
      if (request.method !== "POST") return reply(405, null, { allow: "GET, POST" });
      if (!await isSecret(request.headers.get("authorization") ?? "", settings.secret)) return reply(401);
      return deliver(request, settings);
    }
  };
}
function verification(request) {
  const challenge = request.headers.get("x-okta-verification-challenge") ?? "";
  if (!/^[\x21-\x7e]{1,512}$/.test(challenge)) return reply(400);
  return reply(200, JSON.stringify({ verification: challenge }), { "content-type": "application/json" });
}
function grouped(departures) {
  const byAccount = /* @__PURE__ */ new Map();
  for (const one of departures) {
    const key = one.account ?? one.name ?? "";
    byAccount.set(key, [...byAccount.get(key) ?? [], one]);
  }
  if (byAccount.has("") || byAccount.size > MOST_RUNS) return [groupOf(departures, false)];
  return [...byAccount.values()].map((all) => groupOf(all, true));
}
function groupOf(all, named) {
  const first = [...all].sort((a, b) => (a.at ?? "") < (b.at ?? "") ? -1 : 1)[0];
  const { account = null, name = null, at = null, event = "" } = first ?? {};
  const payload = { account: named ? account : null, name: named ? name : null, at, event };
  return {
    payload: Object.fromEntries(
      Object.entries(payload).flatMap(([key, value]) => value === null ? [] : [[key, value]])
    ),
    uuids: all.flatMap(({ uuid }) => uuid === null ? [] : [uuid])
  };
}
async function bodyOf(request) {
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_BODY) return null;
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  const reader = request.body.getReader();
  for (; ; ) {
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
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
function reply(status, body = null, headers = {}) {
  const safe = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
  return new Response(body, { status, headers: { ...safe, ...headers } });
}

// src/relay/okta-event-hook.ts
var relay = relayOf({
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  request: (url, init) => fetch(url, init),
  // One line a delivery, of numbers alone: neither a secret nor whom it is about.
  // biome-ignore lint/suspicious/noConsole: the host's log is the only place to tell it
  log: (line) => console.log(line)
});
var okta_event_hook_default = relay;
export {
  okta_event_hook_default as default
};
