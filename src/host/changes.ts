import { LeaverError } from '../errors.js';
import type { HostChanges } from '../ports/host-changes.js';
import type { HostSite } from './site.js';

export function changesAt(_site: HostSite): HostChanges {
  return {
    propose: async () => {
      throw new LeaverError('not-supported', 'proposals are not supported yet');
    },
  };
}
