import type { HostInspection } from '../ports/host-inspection.js';
import type { HostSite } from './site.js';

export function inspectionAt(_site: HostSite): HostInspection {
  return {};
}
