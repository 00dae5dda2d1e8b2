import { LeaverError } from '../../errors.js';
import { statementsOf } from './documents.js';
import { derivedId } from './ids.js';
import type { DocumentSeed, InlineSeed, PolicySeed } from './seed.js';
import type { AwsPolicy, AwsState } from './state.js';

const HARMLESS = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
};

/** The error for a seed that can't be. */
export function wrong(what: string, cause?: unknown): LeaverError {
  return new LeaverError('invalid-document', `the world's AWS account: ${what}`, { cause });
}

/** Adds a customer-managed policy to the account. */
export function plantPolicy(state: AwsState, seed: PolicySeed): void {
  const path = seed.path ?? '/';
  const arn = `arn:aws:iam::${state.accountId}:policy${path}${seed.name}`;
  const policy: AwsPolicy = {
    name: seed.name,
    id: derivedId('ANPA', seed.name),
    arn,
    path,
    created: seed.created ?? state.created,
    document: documentText(seed.document ?? HARMLESS),
  };
  if (state.policies.has(arn)) throw wrong(`two policies are called ${seed.name}`);
  state.policies.set(arn, policy);
}

/** The ARN of a managed policy that a seed names in short. */
export function policyArn(state: AwsState, name: string): string {
  if (name.startsWith('arn:')) return name;
  const own = [...state.policies.values()].find((policy) => policy.name === name);
  return own?.arn ?? `arn:aws:iam::aws:policy/${name}`;
}

/** Inline policies with their documents as JSON text. */
export function inlineOf(seed: InlineSeed | undefined): Map<string, string> {
  return new Map(Object.entries(seed ?? {}).map(([name, document]) => [name, documentText(document)]));
}

/** A document as the JSON text that AWS keeps. Throws `invalid-document` where it is no policy. */
export function documentText(document: DocumentSeed): string {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  try {
    statementsOf(text);
  } catch (cause) {
    throw wrong(`this is no policy document: ${text.slice(0, 80)}`, cause);
  }
  return text;
}
