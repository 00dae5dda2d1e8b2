/** What makes a case of an identity provider that is broken. */
import { conclude } from './conclusion.js';
import type { Case } from './matrix.js';
import { openProvider, type ProviderKind, type ProviderOptions, type ProviderScene } from './provider-scene.js';

export interface Broken<K extends ProviderKind> extends ProviderOptions {
  readonly name: string;
  readonly kind: K;
  readonly strike?: (scene: ProviderScene<K>) => void | Promise<void>;
  /** What happens when the run has planned and is about to act. */
  readonly meanwhile?: (scene: ProviderScene<K>) => void;
  /** Who goes at the provider, and behind it: Ana each, who departed by the roster, where it does not say. */
  readonly there?: readonly string[];
  readonly behind?: readonly string[];
  /** 4 where it does not say: the run is red. */
  readonly status?: number;
  readonly says: readonly (string | RegExp)[];
}

export function broken<K extends ProviderKind>(given: Broken<K>): Case {
  const { name, kind, strike, meanwhile, there = ['ana'], behind = ['ana'], status = 4, says, ...options } = given;
  return {
    name,
    run: async () => {
      const late: { scene?: ProviderScene<K> } = {};
      const beforeLease = async () => meanwhile?.(late.scene as ProviderScene<K>);
      const scene = await openProvider(kind, { ...options, beforeLease });
      late.scene = scene;
      await strike?.(scene);
      const changes = [...scene.there(...there), ...scene.behind(...behind)];
      conclude(scene, await scene.run(), { changes, status, says });
    },
  };
}

/** What a run says that could not read the provider. */
export const UNREAD = 'the identity provider could not be read: nobody was judged by it';
