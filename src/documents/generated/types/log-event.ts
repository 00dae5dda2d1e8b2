// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * One line of the audit log: a CloudEvent 1.0 in JSON, chained to the one before it. `leaver audit export --format jsonl` prints the log so.
 */
export type LogEventDocument = {
  /**
   * The version of CloudEvents.
   */
  specversion: '1.0';
  /**
   * The event's id: its run and its number.
   */
  id: string;
  /**
   * The log: the policy repository at its host.
   */
  source: string;
  /**
   * What happened.
   */
  type:
    | 'leaver.run.started'
    | 'leaver.run.ended'
    | 'leaver.revocation.begun'
    | 'leaver.revocation.evidence'
    | 'leaver.revocation.intent'
    | 'leaver.revocation.outcome'
    | 'leaver.revocation.ended'
    | 'leaver.restoration.begun'
    | 'leaver.restoration.intent'
    | 'leaver.restoration.outcome'
    | 'leaver.restoration.ended'
    | 'leaver.opt-out.changed'
    | 'leaver.guard.halted'
    | 'leaver.guard.overridden'
    | 'leaver.reminder.sent'
    | 'leaver.notification.begun'
    | 'leaver.notification.ended'
    | 'leaver.sink.failed'
    | 'leaver.lease.taken'
    | 'leaver.lease.released'
    | 'leaver.log.mended';
  /**
   * When.
   */
  time: string;
  /**
   * The event's number, which grows by one: text that orders like the number.
   */
  sequence: string;
  /**
   * Whom or what it is about.
   */
  subject?: string;
  /**
   * The run that wrote it.
   */
  run: string;
  /**
   * Who caused that run, by the word of the host or the machine.
   */
  actor: string;
  /**
   * The commit of the policy repository that it went by.
   */
  commit?: string;
  /**
   * The hash of the event before it; all zeros for the first.
   */
  previous: string;
  /**
   * SHA-256 over this event's canonical JSON (RFC 8785) without this.
   */
  hash: string;
  /**
   * The form of `data`.
   */
  datacontenttype: 'application/json';
  /**
   * What happened, by its type. A newer Leaver may add to it.
   */
  data: {};
};
