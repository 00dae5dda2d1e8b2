/** The settings of a system of kind `scim`, with the preset's where they say nothing, and what opens it. */
import type { SystemId } from '../../core/model.js';
import { LeaverError } from '../../errors.js';
import { addressIn, neededIn, variableOf } from '../../http/access.js';
import type { Environment } from '../../ports/ports.js';
import { type Administrators, PRESETS, type PresetName, type Quirks } from './presets.js';

export interface Settings {
  readonly preset: PresetName;
  /** What a person calls the provider. */
  readonly name: string;
  /** Where the environment's address has to lead, host and path; null where the policy does not say. */
  readonly address: string | null;
  /** The user name or id of whoever the token belongs to; null where it is no user's. */
  readonly self: string | null;
  readonly administrators: Administrators | null;
  readonly quirks: Quirks;
  readonly unreachable: readonly string[];
}

/** Where the system is, and what opens it. Holds a secret: never logged. */
export interface Access {
  readonly base: string;
  readonly token: string;
  /** The variable that the token came from, for messages. */
  readonly variable: string;
}

type Given = Readonly<Record<string, unknown>>;

/** What the settings say. The kind's schema saw to their shape. Throws `invalid-policy` where there is no such preset. */
export function settingsOf(system: SystemId, given: Given): Settings {
  const preset = given['preset'];
  if (typeof preset !== 'string' || !Object.hasOwn(PRESETS, preset)) {
    throw new LeaverError('invalid-policy', `system ${system}: its settings name no preset that there is`, {
      mend: `Use one of: ${Object.keys(PRESETS).join(', ')}.`,
    });
  }
  const { name, quirks, administrators, unreachable } = PRESETS[preset as PresetName];
  const own = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => Object.hasOwn(quirks, key) && value !== undefined),
  ) as Partial<Quirks>;
  const told = given['administrators'];
  const merged = { ...quirks, ...own };
  return {
    preset: preset as PresetName,
    name,
    address: textIn(given['address']),
    self: textIn(given['self']),
    administrators: typeof told === 'object' && told !== null ? (told as Administrators) : administrators,
    quirks: merged,
    unreachable: [...unreachable, ...stays(merged)],
  };
}

/** What becomes of a suspended user for whom Leaver has no last step. */
function stays(quirks: Quirks): readonly string[] {
  if (quirks.activeFalse === 'deletes' || quirks.delete === 'deletes') return [];
  return [
    `Final deletion: a suspended user stays, since ${whyKept(quirks)}; delete it there by hand where that is wanted.`,
  ];
}

/** Why a suspended user is not deleted, as a clause. */
export function whyKept({ delete: how }: Quirks): string {
  if (how === 'irreversible') return "its DELETE can't be undone and is left to a person";
  return how === 'deactivates' ? 'its DELETE only deactivates' : 'it refuses DELETE';
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * Where the environment leads, and the token. Throws `missing-credential`; `wrong-system` where it leads elsewhere than
 * `settings.address` says; `not-supported` for AWS Identity Center. No message shows the address, which may be a secret.
 */
export function accessOf(system: SystemId, { address }: Settings, environment: Environment): Access {
  const base = addressIn(environment, system, "the address of the provider's SCIM service");
  const { host, hostname, pathname } = new URL(base);
  if (/^scim\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/i.test(hostname)) {
    throw new LeaverError(
      'not-supported',
      `system ${system}: AWS Identity Center's SCIM lists 50 users at most and has no further pages, so that nobody can be seen whole`,
      { mend: "Take the system out: it needs Identity Center's own API." },
    );
  }
  const reached = `${host}${pathname.replace(/\/+$/, '')}`;
  if (address !== null && !sameAddress(reached, address)) {
    const variable = variableOf(system, 'URL');
    throw new LeaverError(
      'wrong-system',
      `${variable} leads elsewhere than to ${address}, which settings.address names`,
      {
        mend: `Correct ${variable}, or the setting where the system moved.`,
      },
    );
  }
  const token = neededIn(environment, system, 'TOKEN', "the provider's SCIM token");
  return { base, token, variable: variableOf(system, 'TOKEN') };
}

/** A host is compared without regard to case, a path is not. */
function sameAddress(reached: string, address: string): boolean {
  const parts = (text: string) => /^([^/]*)(.*?)\/*$/.exec(text) ?? [];
  const [, host = '', path = ''] = parts(reached);
  const [, otherHost = '', otherPath = ''] = parts(address);
  return host.toLowerCase() === otherHost.toLowerCase() && path === otherPath;
}
