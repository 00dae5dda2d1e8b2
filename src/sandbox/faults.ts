/** What an embedded system does wrong on demand, to show what Leaver does then. */
export type Fault =
  /** Answers late. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** Answers with this instead, changing nothing: 403, 429 with or without Retry-After, 5xx, a limit as HTTP 200. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** Closes the connection before anything happened. */
  | { readonly kind: 'reset' }
  /** Does what was asked and closes the connection instead of answering: an ambiguous write. */
  | { readonly kind: 'lost-reply' }
  /** Gives fewer entries on a page than there is room for, and says that more follow. */
  | { readonly kind: 'short-page'; readonly entries: number }
  /**
   * Answers from the state before the last change since the rule was added; a request that changes something is carried
   * out all the same.
   */
  | { readonly kind: 'stale' };

export interface FaultRule {
  readonly fault: Fault;
  /** Requests that it strikes: a method (any), and a pattern over path, query and body (any). */
  readonly method?: string;
  readonly matching?: RegExp;
  /** How many matching requests pass first (0), and how many are struck then (all). */
  readonly skip?: number;
  readonly times?: number;
}

/** Rules in the order they were added; the first that applies strikes. */
export class FaultSchedule {
  #rules: { rule: FaultRule; seen: number }[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ rule, seen: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Whether a stale read may be asked for, so that the state before a change is worth keeping. */
  wantsStale(): boolean {
    return this.#rules.some(({ rule }) => rule.fault.kind === 'stale');
  }

  next(method: string, target: string, body: string): Fault | null {
    for (const entry of this.#rules) {
      const { fault, skip = 0, times = Number.POSITIVE_INFINITY } = entry.rule;
      if (entry.rule.method !== undefined && entry.rule.method !== method) continue;
      // Not `test`: a pattern with the g flag would remember where it stopped.
      if (entry.rule.matching !== undefined && `${target}\n${body}`.search(entry.rule.matching) < 0) continue;
      entry.seen += 1;
      if (entry.seen > skip && entry.seen <= skip + times) return fault;
    }
    return null;
  }
}
