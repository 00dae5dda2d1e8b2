// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
export declare const schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
