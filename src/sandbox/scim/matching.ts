/** Whether a resource is one that a filter asks for (RFC 7644, 3.4.2.2). */
import type { AttributePath } from './attribute-path.js';
import type { Comparison, Filter } from './filter.js';
import { type Attribute, attributeNamed, attributesOf } from './schemas.js';
import { isObject, type Json, type JsonObject, type ResourceKind } from './state.js';

/** What the filter looks at: attributes and their values, of a resource or of one value of a list. */
export interface Scope {
  readonly attributes: readonly Attribute[];
  readonly values: JsonObject;
  readonly kind: ResourceKind;
  /** Compares text exactly even where the schema does not. */
  readonly exact: boolean;
}

interface Found {
  readonly attribute: Attribute;
  readonly values: readonly Json[];
}

/** An attribute that is not there, or that nobody knows, matches nothing but `ne`. */
export function matches(filter: Filter, scope: Scope): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, scope) && matches(filter.right, scope);
    case 'or':
      return matches(filter.left, scope) || matches(filter.right, scope);
    case 'not':
      return !matches(filter.of, scope);
    case 'present':
      return (filter.path.sub === null ? held : find)(filter.path, scope).values.some(isPresent);
    case 'compare': {
      const { attribute, values } = find(filter.path, scope);
      const exact = scope.exact || attribute.caseExact;
      if (filter.value === null) return values.some(isPresent) === (filter.by === 'ne');
      if (filter.by === 'ne') return !values.some((value) => compare('eq', value, filter.value, exact));
      return values.some((value) => compare(filter.by, value, filter.value, exact));
    }
    case 'some': {
      const { attribute, values } = held(filter.path, scope);
      return values.some((value) => matchesValue(filter.of, attribute, value, scope));
    }
  }
}

/** Whether one value of a list is what a filter in brackets asks for; a bare value is asked for as `value`. */
export function matchesValue(
  filter: Filter,
  attribute: Attribute,
  value: Json,
  { kind, exact }: Pick<Scope, 'kind' | 'exact'>,
): boolean {
  const values = isObject(value) ? value : { value };
  return matches(filter, { attributes: attribute.subAttributes ?? [], values, kind, exact });
}

/** The value of an object by a name in any case. */
export function valueNamed(values: JsonObject, name: string): Json | undefined {
  const wanted = name.toLowerCase();
  const key = Object.keys(values).find((one) => one.toLowerCase() === wanted);
  return key === undefined ? undefined : values[key];
}

const UNKNOWN = { caseExact: false, multiValued: false } as Attribute;

/** An attribute and its values as they are, whatever part of them is meant. */
function held({ extension, name }: AttributePath, scope: Scope): Found {
  const attributes = extension === null ? scope.attributes : attributesOf(scope.kind, extension);
  const within = extension === null ? scope.values : valueNamed(scope.values, extension);
  const attribute = attributeNamed(attributes, name ?? '');
  if (attribute === null || !isObject(within)) return { attribute: UNKNOWN, values: [] };
  return { attribute, values: listOf(valueNamed(within, attribute.name)) };
}

/** The values that are compared: `emails co "…"` without a part means the value of each. */
function find(path: AttributePath, scope: Scope): Found {
  const { attribute, values } = held(path, scope);
  const { subAttributes, multiValued } = attribute;
  if (subAttributes === undefined || (path.sub === null && !multiValued)) return { attribute, values };
  const part = attributeNamed(subAttributes, path.sub ?? 'value');
  if (part === null) return { attribute: UNKNOWN, values: [] };
  return { attribute: part, values: values.flatMap((value) => (isObject(value) ? listOf(value[part.name]) : [])) };
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Json];
}

function isPresent(value: Json): boolean {
  return value !== '' && value !== null && !(isObject(value) && Object.keys(value).length === 0);
}

function compare(by: Comparison, actual: Json, wanted: string | number | boolean | null, exact: boolean): boolean {
  if (typeof actual !== 'string' || typeof wanted !== 'string') return by === 'eq' && actual === wanted;
  const [left, right] = exact ? [actual, wanted] : [actual.toLowerCase(), wanted.toLowerCase()];
  switch (by) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'co':
      return left.includes(right);
    case 'sw':
      return left.startsWith(right);
    case 'ew':
      return left.endsWith(right);
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
  }
}
