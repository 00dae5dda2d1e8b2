/** What a policy repository may hold. Beyond it, reading stops with a finding instead of eating memory or time. */
export interface Limits {
  readonly files: number;
  readonly bytesPerFile: number;
  readonly bytes: number;
  /** Levels of lists and mappings in each other. */
  readonly depth: number;
  /** Values in all files together. */
  readonly nodes: number;
  /** Values in one file of the roster. */
  readonly nodesOfRoster: number;
  /** Values in any other file. */
  readonly nodesPerFile: number;
  /** Keys in one mapping. */
  readonly keys: number;
}

const MIB = 1024 * 1024;
export const LIMITS: Limits = {
  files: 10_000,
  bytesPerFile: 8 * MIB,
  bytes: 64 * MIB,
  depth: 32,
  nodes: 2_000_000,
  nodesOfRoster: 1_000_000,
  nodesPerFile: 50_000,
  keys: 1_000,
};
