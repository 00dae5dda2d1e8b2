// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * The evidence pack of one person or one period, as `leaver audit evidence` writes it.
 */
export interface EvidenceDocument {
  /**
   * The format's version.
   */
  version: 1;
  /**
   * When it was made.
   */
  at: string;
  /**
   * The organization's name.
   */
  organization: string;
  /**
   * What it is about: one person, or a period whose ends both belong to it.
   */
  about:
    | {
        kind: 'person';
        /**
         * Who.
         */
        person: string;
      }
    | {
        kind: 'period';
        /**
         * Its beginning.
         */
        from: string;
        /**
         * Its end.
         */
        to: string;
      };
  /**
   * The state of the log that it rests on.
   */
  log: {
    /**
     * Whether its chain holds.
     */
    verdict: 'whole' | 'broken';
    /**
     * Where it breaks; empty where it is whole.
     */
    why: string;
    /**
     * How many events there are, up to a break.
     */
    events: number;
    /**
     * The first event's time.
     */
    from: string | null;
    /**
     * The last one's.
     */
    to: string | null;
    /**
     * The last event; null where there is none.
     */
    checkpoint: {
      /**
       * Its number.
       */
      seq: number;
      /**
       * Its hash, over its canonical JSON (RFC 8785).
       */
      hash: string;
    } | null;
  };
  /**
   * What is not as it should be, as sentences.
   */
  outstanding: string[];
  /**
   * What is not known, or to be read with care, as sentences.
   */
  caveats: string[];
  /**
   * Time to revoke, of the revocations in here.
   */
  times: {
    /**
     * Over all systems.
     */
    all: {
      /**
       * How many revocations are measured.
       */
      count: number;
      /**
       * How many of them are not over: these are measured until the pack was made.
       */
      open: number;
      /**
       * Half of them took at most this long, in milliseconds (nearest rank); null where there are none.
       */
      median: number | null;
      /**
       * Nine in ten took at most this long, in milliseconds (nearest rank).
       */
      p90: number | null;
      /**
       * The longest, in milliseconds.
       */
      worst: number | null;
      /**
       * How many kept the promise.
       */
      kept: number;
      /**
       * How many broke it.
       */
      breached: number;
      /**
       * How many are not over, and can still keep it.
       */
      inTime: number;
      /**
       * How many were promised nothing.
       */
      unpromised: number;
    };
    /**
     * By system.
     *
     * Items: One system.
     */
    systems: {
      /**
       * The system.
       */
      system: string;
      /**
       * How many revocations are measured.
       */
      count: number;
      /**
       * How many of them are not over: these are measured until the pack was made.
       */
      open: number;
      /**
       * Half of them took at most this long, in milliseconds (nearest rank); null where there are none.
       */
      median: number | null;
      /**
       * Nine in ten took at most this long, in milliseconds (nearest rank).
       */
      p90: number | null;
      /**
       * The longest, in milliseconds.
       */
      worst: number | null;
      /**
       * How many kept the promise.
       */
      kept: number;
      /**
       * How many broke it.
       */
      breached: number;
      /**
       * How many are not over, and can still keep it.
       */
      inTime: number;
      /**
       * How many were promised nothing.
       */
      unpromised: number;
    }[];
  };
  /**
   * Everybody who left, and how they stand in every system.
   */
  departures: Departure[];
  /**
   * Every revocation, oldest first.
   */
  revocations: Revocation[];
  /**
   * Every attempt at bringing one of them back.
   */
  restorations: Restoration[];
  /**
   * Every opt-out, in order of id.
   */
  exceptions: Exception[];
  /**
   * Guards' halts in the period.
   */
  halts: Halt[];
  /**
   * Halts that somebody accepted in the period.
   */
  overrides: Override[];
}
/**
 * Somebody who left, once for each time.
 */
export interface Departure {
  /**
   * Who.
   */
  person: string;
  /**
   * Since when; null where nobody knows.
   */
  since: string | null;
  /**
   * Who says so: the roster as it stands, the identity provider, or the log alone.
   */
  source: 'roster' | 'provider' | 'log';
  /**
   * One row for each system of the policy, in order of id.
   */
  systems: Row[];
}
/**
 * How somebody who left stands in one system.
 */
export interface Row {
  /**
   * The system.
   */
  system: string;
  /**
   * `revoked`: read back. `nothing-there`: no account was due when the system was seen whole. `held`: by an opt-out. `report-mode`: nothing is revoked there. `outstanding`: begun and not over, or seen and not revoked. `protected`: the policy keeps it. `never-seen`: no run has seen the system whole since. `came-back`: the person was active again before the revocation was over.
   */
  state:
    'revoked' | 'nothing-there' | 'held' | 'report-mode' | 'outstanding' | 'protected' | 'never-seen' | 'came-back';
  /**
   * When that was found.
   */
  at: string | null;
  /**
   * The revocations that it rests on, by their ids in the log.
   */
  revocations: string[];
  /**
   * The opt-out that holds it.
   */
  optOut: string | null;
  /**
   * Until when.
   */
  until: string | null;
  /**
   * More, as a clause.
   */
  why: string;
}
/**
 * One revocation, with all attempts at it.
 */
export interface Revocation {
  /**
   * The system and the account, and the entitlement where it is of one.
   */
  id: string;
  /**
   * The system.
   */
  system: string;
  /**
   * The account.
   */
  account: {
    /**
     * Its immutable id.
     */
    id: string;
    /**
     * Its name at that time.
     */
    name: string;
  };
  /**
   * Whose it was; null where nobody in the roster claimed it, and for a service.
   */
  person: string | null;
  /**
   * The service that it was of.
   */
  service: string | null;
  /**
   * The entitlement that was taken; null: the whole account.
   */
  entitlement: string | null;
  /**
   * Why.
   */
  reason: 'departed' | 'suspended' | 'idp-inactive' | 'orphaned' | 'role-changed';
  /**
   * `suspend`: taken away so that it can be brought back. `delete`: removed after its retention.
   */
  stage: 'suspend' | 'delete';
  /**
   * What made it due.
   */
  trigger: {
    /**
     * `seen`: nobody knows since when; this is when a run saw it first.
     */
    kind: 'merge' | 'leaves-at' | 'lapse' | 'event' | 'retention' | 'seen';
    /**
     * Since when it was due.
     */
    at: string;
  };
  /**
   * The opt-out that held it back until it lapsed.
   */
  lapsedOptOut: string | null;
  /**
   * What the policy promised when it was begun.
   */
  promised: {
    /**
     * Which promise.
     */
    objective: 'standard' | 'privileged';
    /**
     * From the trigger to the read-back, in milliseconds; null: nothing was promised.
     */
    within: number | null;
  };
  /**
   * `over`: read back, and nothing is left, or only what ends by itself. `withdrawn`: it is not due any more.
   */
  state: 'over' | 'open' | 'brought-back' | 'dropped' | 'withdrawn';
  /**
   * When a read-back first found it over; null where none has.
   */
  overAt: string | null;
  /**
   * From the trigger until it was over, or until the pack was made, in milliseconds; null where it is not measured.
   */
  took: number | null;
  /**
   * Against the promise; null where it is not measured.
   */
  verdict: 'kept' | 'breached' | 'in-time' | 'unpromised' | null;
  /**
   * What the account was and held when the first attempt began.
   */
  held: {
    /**
     * How it stood.
     */
    status: 'active' | 'suspended' | 'invited';
    /**
     * Whether it was an administrator's.
     */
    admin: boolean;
    /**
     * What it held.
     */
    entitlements: Entitlement[];
  };
  /**
   * Every attempt, oldest first: a later run takes up what an earlier one left.
   */
  attempts: Attempt[];
  /**
   * What is left by the latest read-back, each with until when, or what a person has to do.
   */
  left: string[];
}
/**
 * Something that the account held.
 */
export interface Entitlement {
  /**
   * Its kind.
   */
  kind: 'membership' | 'role' | 'credential';
  /**
   * As its connector names it.
   */
  id: string;
  /**
   * In which role.
   */
  role?: string;
  /**
   * What sort of credential.
   */
  type?: string;
  /**
   * Of a credential.
   */
  status?: 'active' | 'inactive';
}
/**
 * One attempt at a revocation.
 */
export interface Attempt {
  /**
   * Its id in the log.
   */
  revocation: string;
  /**
   * The run that made it.
   */
  run: string;
  /**
   * Who caused the run, by the host's or the machine's word.
   */
  actor: string;
  /**
   * The commit of the policy repository that the run went by: its pull request tells who approved it.
   */
  commit: string | null;
  /**
   * Where the run can be read at its host.
   */
  url: string | null;
  /**
   * When it was begun.
   */
  begunAt: string;
  /**
   * Every act, in order.
   */
  acts: Act[];
  /**
   * Every look at what was left, oldest first; empty where the run was cut off.
   */
  readBacks: ReadBack[];
}
/**
 * One change that was made in a system, or meant to be.
 */
export interface Act {
  /**
   * Counts from 1 in its revocation or restoration.
   */
  step: number;
  /**
   * What was done, in the vendor's word.
   */
  action: string;
  /**
   * To what.
   */
  object: string;
  /**
   * When its intent was recorded, before the act.
   */
  intendedAt: string;
  /**
   * When its outcome was recorded; null where the run was killed before.
   */
  endedAt: string | null;
  /**
   * What came of it. `absent`: there was nothing left to do. `unknown`: the run was killed between intent and outcome.
   */
  result: 'done' | 'absent' | 'failed' | 'unknown';
  /**
   * The vendor's own name of the request; null where it has none, or nothing was done.
   */
  requestId: string | null;
  /**
   * Of a failure, in one line.
   */
  why: string | null;
}
/**
 * One look at what was left.
 */
export interface ReadBack {
  /**
   * When its result was recorded.
   */
  at: string;
  /**
   * By which run.
   */
  run: string;
  /**
   * What it came to.
   */
  ending: 'verified' | 'pending' | 'residual' | 'manual' | 'failed' | 'dropped';
  /**
   * What was left, as sentences.
   */
  left: string[];
}
/**
 * One attempt at bringing a revocation back.
 */
export interface Restoration {
  /**
   * Its id in the log.
   */
  restoration: string;
  /**
   * What it brings back.
   */
  revocations: string[];
  /**
   * The run that made it.
   */
  run: string;
  /**
   * Who asked for it.
   */
  actor: string;
  /**
   * When it was begun.
   */
  begunAt: string;
  /**
   * When it ended; null where it was cut off.
   */
  endedAt: string | null;
  /**
   * How its read-back ended it; null where it was cut off.
   */
  ending: 'restored' | 'pending' | 'failed' | null;
  /**
   * What is not back.
   */
  left: string[];
  /**
   * Every act, in order.
   */
  acts: Act[];
}
/**
 * One opt-out, with its approval and the proof of its lapse.
 */
export interface Exception {
  /**
   * Its id.
   */
  optOut: string;
  /**
   * What it exempts; `unknown` where its file is gone and the log does not tell.
   */
  kind: 'person' | 'pause' | 'guards' | 'unknown';
  /**
   * Whom it exempts.
   */
  person: string | null;
  /**
   * In which systems.
   */
  systems: string[];
  /**
   * The policy's word for why; null where its file is gone. Its justification is left out: it may be personal.
   */
  reason: string | null;
  /**
   * The designated owner who answers for it.
   */
  owner: string | null;
  /**
   * Who asked for it.
   */
  requestedBy: string | null;
  /**
   * How it stands now; null where its file is gone.
   */
  standing: 'pending' | 'active' | 'expiring' | 'lapsed' | 'unapproved' | 'unverifiable' | 'invalid' | null;
  /**
   * Its approval.
   */
  approval: {
    /**
     * What its proof comes to now; null where the policy asks for none, or its file is gone.
     */
    verdict: 'approved' | 'unapproved' | 'unverifiable' | null;
    /**
     * Who approved it.
     */
    by: string[];
    /**
     * On which pull request.
     */
    pullRequest: number | null;
    /**
     * When that was merged.
     */
    mergedAt: string | null;
  };
  /**
   * From when on it holds; null: from its merge.
   */
  startsAt: string | null;
  /**
   * When it lapses, or did; null where that is not on record.
   */
  expiresAt: string | null;
  /**
   * What happened to it, as runs recorded it.
   *
   * Items: A transition.
   */
  transitions: {
    /**
     * When a run recorded it.
     */
    at: string;
    /**
     * Which run.
     */
    run: string;
    /**
     * What happened.
     */
    transition: 'requested' | 'approved' | 'activated' | 'expiring' | 'lapsed' | 'reverted' | 'refused';
    /**
     * Why, where the word does not say it all.
     */
    why: string;
  }[];
  /**
   * Its lapse; null where it has not lapsed.
   */
  lapse: {
    /**
     * When it lapsed.
     */
    at: string;
    /**
     * When a run recorded it; null where none has yet.
     */
    recordedAt: string | null;
    /**
     * The revocations that it had held, by their ids in the log.
     */
    revocations: string[];
  } | null;
}
/**
 * A guard's halt.
 */
export interface Halt {
  /**
   * When.
   */
  at: string;
  /**
   * In which run.
   */
  run: string;
  /**
   * In which system.
   */
  system: string;
  /**
   * Whose accounts; `inactive`: those of people whom the identity provider alone says to be gone, counted over all systems.
   */
  class: 'people' | 'orphans' | 'inactive';
  /**
   * By which rule.
   */
  rule: 'maxRevocations' | 'maxRevokedFraction' | 'emptySystem';
  /**
   * What the rule allows.
   */
  limit: number;
  /**
   * What it would have come to.
   */
  actual: number;
}
/**
 * Somebody went over a halt.
 */
export interface Override {
  /**
   * When.
   */
  at: string;
  /**
   * In which run.
   */
  run: string;
  /**
   * Who.
   */
  actor: string;
  /**
   * Of the plan that it was for.
   */
  digest: string;
  /**
   * The rules.
   */
  rules: string[];
}
