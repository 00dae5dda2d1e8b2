import { LeaverError } from '../errors.js';
import type { HostLog } from '../ports/host-log.js';
import type { HostSite } from './site.js';

export function logAt(_site: HostSite, _branch: string, _writer: string): HostLog {
  throw new LeaverError('not-supported', 'a journal on a branch is not supported yet');
}
