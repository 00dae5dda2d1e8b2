/** Renewals: an opt-out is no way to keep access for ever. */
import type { OptOut } from '../core/model.js';
import type { Context } from './opt-out-context.js';

export function checkRenewals(optOuts: readonly OptOut[], { policy, findings }: Context): void {
  const byId = new Map<string, OptOut>(optOuts.map((optOut) => [optOut.id, optOut]));
  for (const optOut of optOuts) {
    if (optOut.renewalOf === null) continue;
    const place = { file: optOut.file, path: ['renewalOf'] };
    if (!byId.has(optOut.renewalOf)) {
      const message = `\`${optOut.renewalOf}\` is not here, so what it renewed in turn is not counted.`;
      const mend = 'That is in order if its file was pruned; correct the id otherwise.';
      findings.add({ ...place, severity: 'warning', code: 'renewal', message, mend });
    }
    const most = policy?.optOuts.maxRenewals ?? Number.POSITIVE_INFINITY;
    const count = renewals(optOut, byId, most);
    if (count === 'circle') {
      findings.add({
        ...place,
        code: 'renewal',
        message: 'The renewals go in a circle.',
        mend: 'Name the opt-out that came before this one.',
      });
    } else if (count > most) {
      const message = `This is a further renewal than the policy allows (\`maxRenewals: ${most}\`).`;
      findings.add({
        ...place,
        code: 'renewal',
        message,
        mend: 'End the exemption: change the role, or let the revocation happen.',
        drift: true,
      });
    }
  }
}

/** How many opt-outs it renews one after the other; stops counting just beyond `most`. */
function renewals(optOut: OptOut, byId: ReadonlyMap<string, OptOut>, most: number): number | 'circle' {
  let count = 0;
  const seen = new Set<string>([optOut.id]);
  for (let id = optOut.renewalOf; id !== null && count <= most; id = byId.get(id)?.renewalOf ?? null) {
    if (seen.has(id)) return 'circle';
    seen.add(id);
    count += 1;
  }
  return count;
}
