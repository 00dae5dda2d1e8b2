/**
 * The relay for Okta's event hooks, as one file for a host that takes web-standard handlers: it asks GitHub for a run as soon as
 * Okta says that somebody left. What it can't promise: a host may start it anew at any time and in several places at once, so
 * that what it remembers of earlier events ends there, unless a key-value store is bound. Nothing depends on it: an event that
 * is relayed twice starts a second run, which finds nothing left to do. Setting it up: docs/identity-provider.md.
 */
import { relayOf } from './relay.js';

const relay = relayOf({
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  request: (url, init) => fetch(url, init),
  // One line a delivery, of numbers alone: neither a secret nor whom it is about.
  // biome-ignore lint/suspicious/noConsole: the host's log is the only place to tell it
  log: (line) => console.log(line),
});

// biome-ignore lint/style/noDefaultExport: the hosts look for the handler there
export default relay;
