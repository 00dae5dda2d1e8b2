/** Opt-outs that leave the identity provider out: valid, and perhaps not what was meant. */
import { defeats, defeatWords } from '../core/defeated.js';
import type { OptOut } from '../core/model.js';
import { hasLapsed } from '../core/opt-out.js';
import type { Context } from './opt-out-context.js';

/** A warning on each. One that has lapsed keeps nothing that could be defeated. */
export function checkDefeated(optOuts: readonly OptOut[], { policy, roster, systems, at, findings }: Context): void {
  if (policy === null) return;
  const standing = optOuts.filter((optOut) => !hasLapsed(optOut, at));
  const { identityProvider } = policy;
  const defeating = defeats({ identityProvider, people: roster.people, systems: systems.values, optOuts: standing });
  for (const optOut of standing) {
    const provider = defeating(optOut);
    if (provider === null) continue;
    const words = defeatWords(provider);
    const elsewhere = /^optouts\/[^/]+\//.test(optOut.file) ? ', in a file that lies in `optouts/` itself' : '';
    findings.add({
      severity: 'warning',
      code: 'opt-out-defeated',
      file: optOut.file,
      path: ['systems'],
      message: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
      mend: `Add \`${provider}\` to \`systems\`${elsewhere}; leave it out only if nothing that is kept needs single sign-on.`,
    });
  }
}
