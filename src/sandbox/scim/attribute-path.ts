/** Attribute names in filters and PATCH paths: `userName`, `name.familyName`, `urn:…:User:manager.value` (RFC 7644, 3.10). */
import { ENTERPRISE, SCHEMAS } from './schemas.js';

export interface AttributePath {
  /** The extension that the attribute is of; null for the core schema. */
  readonly extension: string | null;
  /** Null for the extension as a whole. */
  readonly name: string | null;
  readonly sub: string | null;
}

const NAME = /^(?:[A-Za-z][\w-]*|\$ref)$/;

/** Null where the text is no attribute name, or of a schema that is not known here. */
export function attributePath(text: string): AttributePath | null {
  const schema = SCHEMAS.find(({ id }) => text.toLowerCase().startsWith(id.toLowerCase()));
  if (schema === undefined) return namesIn(text, null);
  const extension = schema.id === ENTERPRISE ? ENTERPRISE : null;
  const rest = text.slice(schema.id.length);
  if (rest === '') return extension === null ? null : { extension, name: null, sub: null };
  return rest.startsWith(':') ? namesIn(rest.slice(1), extension) : null;
}

function namesIn(text: string, extension: string | null): AttributePath | null {
  const [name = '', sub = null, more] = text.split('.');
  if (more !== undefined || !NAME.test(name) || (sub !== null && !NAME.test(sub))) return null;
  return { extension, name, sub };
}
