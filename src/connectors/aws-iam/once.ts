/** Who the runner is, asked for once for each credential: every look and every act begins with that question. */
import type { Identity } from './iam.js';

/**
 * The same credential is the same identity, so it is asked for again only once another one took its place.
 * @param keys tells the credentials in use apart; null where they are not known, and then each question is asked
 */
export function oncePerCredential(
  keys: () => Promise<string | null>,
  ask: () => Promise<Identity>,
): () => Promise<Identity> {
  let known: { readonly keys: string; readonly identity: Identity } | null = null;
  return async () => {
    if (known !== null && known.keys === (await keys())) return known.identity;
    const identity = await ask();
    const now = await keys();
    known = now === null ? null : { keys: now, identity };
    return identity;
  };
}
