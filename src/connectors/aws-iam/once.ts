/** Who the runner is, asked for once for each credential: every look at single users and every act begins with that question. */
import type { Iam, Identity } from './iam.js';

/**
 * The same credential is the same identity, so it is asked for again only once another one took its place.
 * @param keys tells the credentials in use apart; null where they are not known, and then each question is asked
 */
export function oncePerCredential(
  keys: () => Promise<string | null>,
  ask: () => Promise<Identity>,
): Pick<Iam, 'identity' | 'knownIdentity'> {
  let known: { readonly keys: string; readonly identity: Identity } | null = null;
  async function identity(): Promise<Identity> {
    const asked = await ask();
    const now = await keys();
    known = now === null ? null : { keys: now, identity: asked };
    return asked;
  }
  return {
    identity,
    knownIdentity: async () => (known !== null && known.keys === (await keys()) ? known.identity : identity()),
  };
}
