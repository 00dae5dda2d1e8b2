/** What the generated validators look like: `errors` holds the faults of the last call, or null. */
export interface Validator {
  (data: unknown): boolean;
  errors?: readonly Fault[] | null;
}

/** A fault as the validators tell it. */
export interface Fault {
  /** A JSON pointer to the value: `/people/3/accounts`. */
  readonly instancePath: string;
  readonly schemaPath: string;
  /** The keyword of JSON Schema that it breaks. */
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly propertyName?: string;
}
