/** The journal, which is the audit log as well: intent before act, outcome after (law 9). What other parts of Leaver use of it. */
export { actLog, leftOf, type RestorationLog, type RevocationLog, restorationLog, revocationId } from './act-log.js';
export { branchJournal, JOURNAL_BRANCH } from './branch-journal.js';
export { type Checkpoint, checkpointText, parseCheckpoint } from './chain.js';
export { driftIn, leftBehind } from './earlier.js';
export type { Holder, Journal, JournalEvent, Lease, NewEvent, Origin, RevocationId } from './event.js';
export { type FileJournalOptions, fileJournal, JOURNAL } from './file-journal.js';
export { attemptsAt, type Revocation, recentRevocations, remindersIn, revocationsOf, unfinished } from './history.js';
export { busyWith } from './lease.js';
export { recordsOf } from './records.js';
