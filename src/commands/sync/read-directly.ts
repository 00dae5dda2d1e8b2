/** The accounts of those who left by the listing, each read by itself: a listing may be a search that is behind. */
import type { AccountRef, Connector } from '../../connectors/connector.js';
import type { Observation } from '../../core/observation.js';
import { LeaverError, messageOf } from '../../errors.js';
import { count } from '../../report/words.js';
import type { Context } from '../context.js';

export interface ReadDirectly {
  /** Null where nothing could be read. */
  readonly direct: Observation | null;
  /** Why not all of it is known. */
  readonly why: string | null;
}

export const NOT_ASKED: ReadDirectly = { direct: null, why: null };

/** All in one call. Never throws: nobody is a leaver whose account could not be read. */
export async function readDirectly(
  context: Pick<Context, 'progress'>,
  connector: Pick<Connector, 'system' | 'observeAccounts'> | undefined,
  refs: readonly AccountRef[],
): Promise<ReadDirectly> {
  if (connector === undefined) return NOT_ASKED;
  context.progress(`${connector.system}: reading ${count(refs.length, 'account')} of leavers by themselves …`);
  try {
    const direct = await connector.observeAccounts(refs);
    const { completeness } = direct;
    return { direct, why: completeness.kind === 'partial' ? completeness.gaps.join('; ') : null };
  } catch (error) {
    const mend = error instanceof LeaverError ? error.mend : '';
    return { direct: null, why: `${messageOf(error)} ${mend}`.trim() };
  }
}
