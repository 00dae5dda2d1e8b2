/** Whether a resource is what a server's own schemas say (RFC 7643, 7). */
import type { Answer } from './service.js';

interface Attribute {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required?: boolean;
  readonly subAttributes?: readonly Attribute[];
}

/** What is wrong with a resource, one text each; nothing is looked at that is of no schema (messages of the protocol). */
export type ConformingTo = (resource: Readonly<Record<string, unknown>>) => readonly string[];

const COMMON = ['schemas', 'id', 'externalId', 'meta'];

/** @param schemas the answer to `GET /Schemas`. */
export function conformingTo({ body }: Answer): ConformingTo {
  const known = new Map(
    (body.Resources as readonly { id: string; attributes: readonly Attribute[] }[]).map((one) => [
      one.id,
      one.attributes,
    ]),
  );
  return (resource) => {
    const named = Array.isArray(resource.schemas) ? (resource.schemas as string[]) : [];
    const [core = '', ...extensions] = named.filter((one) => known.has(one));
    if (core === '') return [];
    const own = Object.entries(resource).filter(([name]) => !COMMON.includes(name) && !extensions.includes(name));
    return [
      ...(typeof resource.id === 'string' ? [] : ['it has no id']),
      ...objectFaults(known.get(core) ?? [], Object.fromEntries(own), core),
      ...extensions.flatMap((one) => objectFaults(known.get(one) ?? [], resource[one] as object, one)),
      ...metaFaults(resource.meta),
    ];
  };
}

function objectFaults(attributes: readonly Attribute[], values: object, where: string): readonly string[] {
  const lacking = attributes.filter(({ name, required }) => required === true && !Object.hasOwn(values, name));
  const faults = Object.entries(values).flatMap(([name, value]) => {
    const attribute = attributes.find((one) => one.name === name);
    return attribute === undefined ? [`${where} has no ${name}`] : valueFaults(attribute, value, `${where}.${name}`);
  });
  return [...lacking.map(({ name }) => `${where} lacks ${name}`), ...faults];
}

function valueFaults(attribute: Attribute, value: unknown, where: string): readonly string[] {
  if (attribute.multiValued !== Array.isArray(value)) return [`${where} is ${attribute.multiValued ? 'no' : 'a'} list`];
  return (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => {
    if (attribute.type !== 'complex') {
      return typeof one === (attribute.type === 'boolean' ? 'boolean' : 'string')
        ? []
        : [`${where} is no ${attribute.type}`];
    }
    if (typeof one !== 'object' || one === null) return [`${where} is no object`];
    return objectFaults(attribute.subAttributes ?? [], one, where);
  });
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function metaFaults(meta: unknown): readonly string[] {
  const { resourceType, location, created, lastModified } = (meta ?? {}) as Record<string, unknown>;
  const times = [created, lastModified].filter((at) => at !== undefined && !TIME.test(String(at)));
  return [
    ...(typeof resourceType === 'string' ? [] : ['meta has no resourceType']),
    ...(URL.canParse(String(location)) ? [] : ['meta.location is no address']),
    ...times.map((at) => `${String(at)} is no time`),
  ];
}
