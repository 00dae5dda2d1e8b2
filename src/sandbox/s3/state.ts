/** What the embedded S3 knows: plain data. */

/** For how long a bucket locks what is put into it without a lock of its own. */
export interface DefaultRetention {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly days: number;
}

export interface BucketSeed {
  readonly name: string;
  /** Null: without Object Lock. With it a bucket keeps versions, as S3 has it. */
  readonly lock: { readonly default: DefaultRetention | null } | null;
  /** Whether one without Object Lock keeps versions; it does not by default. */
  readonly versioned?: boolean;
}

export interface S3Seed {
  readonly buckets: readonly BucketSeed[];
  /** What callers may do, as IAM names it: `s3:PutObject`; absent: everything. */
  readonly allowed?: readonly string[];
  /** Ids of access keys that are not taken. */
  readonly refused?: readonly string[];
}

export interface Version {
  readonly id: string;
  /** Null: a delete marker. */
  readonly text: string | null;
  /** SHA-256 in Base64, where it was sent with one. */
  readonly checksum: string | null;
  readonly at: number;
  readonly lock: { readonly mode: string; readonly until: number } | null;
}

export interface BucketState {
  readonly name: string;
  readonly lock: BucketSeed['lock'];
  readonly versioned: boolean;
  /** Oldest first; at least one. */
  readonly objects: Map<string, Version[]>;
}

export interface S3State {
  readonly buckets: Map<string, BucketState>;
  readonly allowed: ReadonlySet<string> | null;
  readonly refused: ReadonlySet<string>;
  /** Requests so far, of which ids are made. */
  served: number;
}

export function stateFrom({ buckets, allowed, refused = [] }: S3Seed): S3State {
  const made = buckets.map(({ name, lock, versioned = false }): [string, BucketState] => [
    name,
    { name, lock, versioned: versioned || lock !== null, objects: new Map() },
  ]);
  return {
    buckets: new Map(made),
    allowed: allowed === undefined ? null : new Set(allowed),
    refused: new Set(refused),
    served: 0,
  };
}

/** The version that a reader gets; null where there is none, or a delete marker hides it. */
export function currentOf(bucket: BucketState, key: string): (Version & { readonly text: string }) | null {
  const version = bucket.objects.get(key)?.at(-1);
  return version === undefined || version.text === null ? null : { ...version, text: version.text };
}
