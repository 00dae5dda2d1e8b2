import { LeaverError } from '../errors.js';
import type { HostComments } from '../ports/host-comments.js';
import type { HostSite } from './site.js';

export function commentsAt(_site: HostSite): HostComments {
  const unsupported = async (): Promise<never> => {
    throw new LeaverError('not-supported', 'comments are not supported yet');
  };
  return { keep: unsupported, once: unsupported };
}
