/** The schemas of RFC 7643, 4 and 8.7, as far as this service knows them. */
import type { ResourceKind } from './state.js';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export interface Attribute {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'complex' | 'reference' | 'dateTime' | 'binary';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'default' | 'never' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

type Marks = Partial<Omit<Attribute, 'name'>>;

function attribute(name: string, marks: Marks = {}): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description: name,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...marks,
  };
}

function complex(name: string, subAttributes: readonly Attribute[], marks: Marks = {}): Attribute {
  return attribute(name, { type: 'complex', subAttributes, ...marks });
}

/** A list of values with a type each (RFC 7643, 2.4). */
function plural(name: string, value: Marks = {}): Attribute {
  const parts = [
    attribute('value', value),
    attribute('display'),
    attribute('type'),
    attribute('primary', { type: 'boolean' }),
  ];
  return complex(name, parts, { multiValued: true });
}

const readOnly: Marks = { mutability: 'readOnly' };
const immutable: Marks = { mutability: 'immutable' };
const reference: Marks = { type: 'reference', caseExact: true, referenceTypes: ['User', 'Group'] };

const NAME_PARTS = ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'];
const ADDRESS_PARTS = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type'];

const USER_ATTRIBUTES: readonly Attribute[] = [
  attribute('userName', { required: true, uniqueness: 'server' }),
  complex(
    'name',
    NAME_PARTS.map((part) => attribute(part)),
  ),
  ...['displayName', 'nickName'].map((name) => attribute(name)),
  attribute('profileUrl', { type: 'reference', referenceTypes: ['external'] }),
  ...['title', 'userType', 'preferredLanguage', 'locale', 'timezone'].map((name) => attribute(name)),
  attribute('active', { type: 'boolean' }),
  attribute('password', { mutability: 'writeOnly', returned: 'never' }),
  ...['emails', 'phoneNumbers', 'ims', 'photos'].map((name) => plural(name)),
  complex('addresses', [...ADDRESS_PARTS.map((part) => attribute(part)), attribute('primary', { type: 'boolean' })], {
    multiValued: true,
  }),
  complex(
    'groups',
    ['value', '$ref', 'display', 'type'].map((part) =>
      attribute(part, { ...(part === '$ref' ? reference : {}), ...readOnly, caseExact: part === 'value' }),
    ),
    { multiValued: true, ...readOnly },
  ),
  ...['entitlements', 'roles'].map((name) => plural(name)),
  plural('x509Certificates', { type: 'binary', caseExact: true }),
];

const GROUP_ATTRIBUTES: readonly Attribute[] = [
  attribute('displayName', { required: true }),
  complex(
    'members',
    [
      attribute('value', { ...immutable, caseExact: true }),
      attribute('$ref', { ...reference, ...immutable }),
      attribute('type', immutable),
      attribute('display'),
    ],
    { multiValued: true },
  ),
];

const ENTERPRISE_ATTRIBUTES: readonly Attribute[] = [
  ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => attribute(name)),
  complex('manager', [
    attribute('value', { caseExact: true }),
    attribute('$ref', { ...reference, referenceTypes: ['User'] }),
    attribute('displayName', readOnly),
  ]),
];

/** What every resource has (RFC 7643, 3.1); it stands in no schema. */
const COMMON: readonly Attribute[] = [
  attribute('id', { ...readOnly, caseExact: true, returned: 'always', uniqueness: 'server' }),
  attribute('externalId', { caseExact: true }),
  attribute('schemas', { multiValued: true, caseExact: true, returned: 'always' }),
  complex(
    'meta',
    [
      attribute('resourceType', { ...readOnly, caseExact: true }),
      attribute('created', { ...readOnly, type: 'dateTime' }),
      attribute('lastModified', { ...readOnly, type: 'dateTime' }),
      attribute('location', { ...readOnly, ...{ caseExact: true } }),
      attribute('version', { ...readOnly, caseExact: true }),
    ],
    readOnly,
  ),
];

export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

export const SCHEMAS: readonly Schema[] = [
  { id: USER, name: 'User', description: 'User Account', attributes: USER_ATTRIBUTES },
  { id: GROUP, name: 'Group', description: 'Group', attributes: GROUP_ATTRIBUTES },
  { id: ENTERPRISE, name: 'EnterpriseUser', description: 'Enterprise User', attributes: ENTERPRISE_ATTRIBUTES },
];

/** The schema that every resource of a kind has, and those that may come on top. */
export function schemasOf(kind: ResourceKind): { readonly core: string; readonly extensions: readonly string[] } {
  return kind === 'User' ? { core: USER, extensions: [ENTERPRISE] } : { core: GROUP, extensions: [] };
}

/** The attributes of a resource: those of its core schema with the common ones, or those of an extension. */
export function attributesOf(kind: ResourceKind, extension: string | null = null): readonly Attribute[] {
  if (extension !== null) return SCHEMAS.find(({ id }) => id === extension)?.attributes ?? [];
  return [...COMMON, ...(kind === 'User' ? USER_ATTRIBUTES : GROUP_ATTRIBUTES)];
}

/** Names are compared without regard to case (RFC 7643, 2.1). */
export function attributeNamed(attributes: readonly Attribute[], name: string): Attribute | null {
  const wanted = name.toLowerCase();
  return attributes.find((one) => one.name.toLowerCase() === wanted) ?? null;
}
