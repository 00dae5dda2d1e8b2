/** What a copy in S3 needs of its bucket: the part of S3 that is used. */

/** Keys in the order of their bytes, as a listing gives them. */
export interface Keys {
  readonly keys: readonly string[];
  /** Whether there are more after them. */
  readonly more: boolean;
}

export interface NewObject {
  readonly key: string;
  readonly text: string;
  /** Until when Object Lock keeps it, in compliance mode; null: as the bucket says. */
  readonly until: Date | null;
}

/** What S3 said of an object that it made. */
export interface Made {
  /** SHA-256 of what it stored, in Base64; null where it did not tell. */
  readonly checksum: string | null;
  /** Null where the bucket keeps no versions, and so has no Object Lock. */
  readonly version: string | null;
}

/** Throws `missing-credential`, `wrong-credential`, `forbidden`, `rate-limited`, `unreachable`, and `sink` for the rest. */
export interface Bucket {
  /** The next keys below the prefix, 1,000 at most, that come after this text. */
  keysAfter(prefix: string, after: string): Promise<Keys>;
  /** Makes an object where there is none of that key; null where there is. May be asked again when no answer came. */
  make(object: NewObject): Promise<Made | null>;
  /** An object's text; null where there is none. */
  read(key: string): Promise<string | null>;
  /** Whether the bucket locks each new object by itself, for a time of its own. */
  locksByDefault(): Promise<boolean>;
}
