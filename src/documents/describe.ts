/** A fault of a schema as a person reads it: what is wrong, and the mend, with the schema's own example. */
import { beyondAsciiAt, nameCharacter } from './characters.js';
import { nearest } from './nearest.js';
import { formatPath, type Path, parsePointer, show, valueAt } from './path.js';
import { type Schema, schemaAt, typeName, typeOf } from './schema.js';
import { durationFault, timeFault } from './time-faults.js';
import type { Fault } from './validator.js';
import { bare, capital, list, yaml } from './wording.js';

export type FaultCode = 'schema' | 'unknown-key' | 'missing-key' | 'character' | 'time' | 'duration';

export interface Described {
  readonly code: FaultCode;
  readonly path: Path;
  /** Whether the key at that path is meant, not its value. */
  readonly target: 'key' | 'value';
  readonly message: string;
  readonly mend: string;
}

interface Site {
  readonly path: Path;
  readonly name: string;
  readonly value: unknown;
  readonly schema: Schema;
  /** Values of settings are never shown: a secret may stand there by mistake. */
  readonly quiet: boolean;
  readonly key: string;
}

/**
 * Describes one fault; null for one that another fault tells better.
 * @param key the schema's key: `people`, `settings/aws-iam`.
 */
export function describeFault(key: string, root: Schema, fault: Fault, data: unknown): Described | null {
  if (fault.propertyName !== undefined && fault.keyword !== 'propertyNames') return null;
  // The alternatives of an opt-out's "exactly one of"; the choice itself is a fault besides.
  if (key === 'opt-out' && fault.schemaPath.startsWith('#/oneOf/')) return null;
  const path = parsePointer(fault.instancePath, data);
  const schema = schemaAt(root, path, data);
  const name = nameOf(path);
  return describe(fault, { path, name, value: valueAt(data, path), schema, quiet: key.startsWith('settings/'), key });
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the document';
  if (typeof last === 'string') return `\`${formatPath([last])}\``;
  const list = path.findLast((part) => typeof part === 'string');
  return list === undefined ? 'the entry' : `an entry of \`${list}\``;
}

function describe(fault: Fault, site: Site): Described {
  const { params } = fault;
  switch (fault.keyword) {
    case 'additionalProperties':
      return unknownKey(String(params.additionalProperty), site);
    case 'required':
      return missingKey(String(params.missingProperty), site);
    case 'propertyNames':
      return badKey(String(params.propertyName), site);
    case 'type':
      return wrongType(site);
    case 'enum':
    case 'const':
      return notOneOf(site);
    case 'discriminator':
      return at(
        { ...site, path: [...site.path, 'kind'] },
        'schema',
        '`kind` is not one of those there are.',
        `Write one of ${kinds(site)}.`,
      );
    case 'oneOf':
      return at(site, 'schema', oneOfMessage(site), 'Write exactly one of `person`, `pause` and `guards`.');
    case 'pattern':
      return badText(site);
    default:
      return outOfRange(fault, site);
  }
}

function at(site: Site, code: FaultCode, message: string, mend: string, target: 'key' | 'value' = 'value'): Described {
  return { code, path: site.path, target, message, mend };
}

function unknownKey(found: string, site: Site): Described {
  const keys = Object.keys(site.schema.properties ?? {});
  const near = nearest(found, keys);
  const hint = near === null ? '' : ` Did you mean \`${near}\`?`;
  const mend = near === null ? `Its keys are ${list(keys)}.` : `Write \`${near}\`, or leave it out.`;
  const message = `\`${bare(found)}\` is not a key of ${nounOf(site)}.${hint}`;
  return { code: 'unknown-key', path: [...site.path, found], target: 'key', message, mend };
}

function missingKey(missing: string, site: Site): Described {
  const schema = site.schema.properties?.[missing] ?? {};
  const of = schemaAt({ ...site.schema, definitions: {} }, [missing], {});
  const example = (schema.examples ?? of.examples)?.[0];
  const shown = example === undefined ? '' : `, for example \`${missing}: ${yaml(example)}\``;
  const mend = `Add \`${missing}\`${shown}.${schema.description === undefined ? '' : ` ${schema.description}`}`;
  return at(site, 'missing-key', `\`${missing}\` is missing from ${nounOf(site)}.`, mend);
}

function badKey(found: string, site: Site): Described {
  const { code, message, mend } = badText({ ...site, name: 'this key', value: found, schema: { definition: 'id' } });
  return { code, path: [...site.path, found], target: 'key', message, mend };
}

function wrongType(site: Site): Described {
  const { value, schema } = site;
  const wanted = typeName(schema.type);
  const text = typeof schema.type === 'string' ? schema.type === 'string' : schema.type?.includes('string') === true;
  const is = site.quiet || !['string', 'number'].includes(typeof value) ? typeOf(value) : show(value);
  const message = `${capital(site.name)} must be ${wanted}, and is ${is}.`;
  if (text && typeof value === 'number') {
    const key = site.path.at(-1);
    const quoted = site.quiet || typeof key !== 'string' ? '' : `: \`${key}: "${value}"\``;
    return at(site, 'schema', message, `Put it in quotes, exactly as the system spells it${quoted}.`);
  }
  if (text && typeof value === 'boolean') return at(site, 'schema', message, 'Put it in quotes.');
  return at(site, 'schema', message, exampleMend(site));
}

function notOneOf(site: Site): Described {
  const { schema, value } = site;
  const allowed = (schema.const === undefined ? (schema.enum ?? []) : [schema.const]).map((one) =>
    typeof one === 'string' ? one : show(one),
  );
  const near = typeof value === 'string' ? nearest(value, allowed) : null;
  const hint = near === null ? '' : ` Did you mean \`${near}\`?`;
  const shown = site.quiet ? '' : `, not ${value === null ? 'empty' : show(value)}`;
  return at(
    site,
    'schema',
    `${capital(site.name)} must be ${list(allowed, 'or')}${shown}.${hint}`,
    near === null ? exampleMend(site) : `Write \`${near}\`.`,
  );
}

function kinds({ schema }: Site): string {
  return list(
    (schema.oneOf ?? []).map(({ properties }) => String(properties?.kind?.const)),
    'or',
  );
}

function oneOfMessage({ value }: Site): string {
  const found = ['person', 'pause', 'guards'].filter((key) => Object.hasOwn(Object(value), key));
  if (found.length === 0) return 'It does not say what it exempts.';
  return `It exempts several things: ${list(found)}.`;
}

function badText(site: Site): Described {
  const { schema, value } = site;
  const text = String(value);
  const foreign = beyondAsciiAt(text);
  const shown = site.quiet ? '' : ` ${show(value)}`;
  const named = schema.pattern?.startsWith('^(never|') ? 'duration' : schema.definition;
  switch (named) {
    case 'id': {
      if (foreign >= 0) {
        const message = `${capital(site.name)} is an id and holds ${nameCharacter(text, foreign)}.`;
        return at(
          site,
          'character',
          message,
          'Type it anew with the letters a to z: letters of other scripts look alike and are not.',
        );
      }
      const mend = 'Write small letters and digits, joined by single dots, hyphens or underscores, such as `ana.ruiz`.';
      return at(site, 'schema', `${capital(site.name)} is not an id:${shown}.`, mend);
    }
    case 'time':
      return at(site, 'time', ...timeFault(site.name, text));
    case 'duration':
      return at(site, 'duration', ...durationFault(site.name, text));
    default:
      if (/^\s*$/.test(text)) return at(site, 'schema', `${capital(site.name)} is empty.`, exampleMend(site));
      return at(
        site,
        'schema',
        `${capital(site.name)} has the wrong form${site.quiet ? '' : `:${shown}`}.`,
        exampleMend(site),
      );
  }
}

function outOfRange({ keyword, params }: Fault, site: Site): Described {
  const limit = String(params.limit);
  const says: Readonly<Record<string, string>> = {
    minimum: `must be at least ${limit}`,
    maximum: `must be at most ${limit}`,
    minLength: 'is empty',
    maxLength: `is longer than ${limit} characters`,
    minItems: 'is an empty list',
    maxItems: `holds more than ${limit} entries`,
    uniqueItems: `holds the same entry twice (entries ${Number(params.j) + 1} and ${Number(params.i) + 1})`,
    minProperties: 'is empty',
  };
  const shown = (keyword === 'minimum' || keyword === 'maximum') && !site.quiet ? `, and is ${show(site.value)}` : '';
  return at(
    site,
    'schema',
    `${capital(site.name)} ${says[keyword] ?? 'is not as it must be'}${shown}.`,
    exampleMend(site),
  );
}

function exampleMend({ schema, path }: Site): string {
  const example = schema.examples?.[0];
  const key = path.at(-1);
  if (example === undefined) return schema.description ?? '';
  return `Write for example \`${typeof key === 'string' ? `${key}: ` : ''}${yaml(example)}\`.`;
}

const NOUNS: Readonly<Record<string, string>> = {
  policy: 'the policy',
  people: 'a people file',
  system: 'a system',
  role: 'a role',
  'opt-out': 'an opt-out',
  person: 'a person',
  service: 'a service',
  claim: 'an account',
  account: 'an account',
  protected: 'a protected account',
  reason: 'a reason',
};

function nounOf({ path, schema, key, name }: Site): string {
  if (path.length === 0)
    return NOUNS[key] ?? (key.startsWith('settings/') ? `the settings of ${key.slice(9)}` : `the ${key}`);
  return NOUNS[schema.definition ?? ''] ?? name;
}
