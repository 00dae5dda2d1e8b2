/**
 * For every law of the product, deliberate breaks of the code that keeps it. Each has to make a test fail that names the
 * law. `find` stands in its file exactly once; where the code has moved on, the break moves with it.
 */
export interface Break {
  readonly law: number;
  /** What the broken code does, as a clause. */
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** The test file in which a test that names the law has to fail. */
  readonly test: string;
}

export const BREAKS: readonly Break[] = [
  {
    law: 1,
    what: 'an account that was only listed in a partial listing is revoked',
    file: 'src/core/plan.ts',
    find: "return observation.completeness.kind !== 'partial' || account.read === 'direct';",
    put: "return observation.completeness.kind !== 'partial' || account.read !== 'direct';",
    test: 'test/core/plan.test.ts',
  },
  {
    law: 2,
    what: 'an account that two people claim is dropped',
    file: 'src/core/plan.ts',
    find: 'return [conflict];',
    put: 'return [];',
    test: 'test/core/plan.test.ts',
  },
  {
    law: 3,
    what: 'an opt-out that was not approved exempts',
    file: 'src/core/opt-out.ts',
    find: "inForce.filter((optOut) => verdictOf(optOut) === 'approved')",
    put: "inForce.filter((optOut) => verdictOf(optOut) !== 'unverifiable')",
    test: 'test/core/opt-out.test.ts',
  },
  {
    law: 3,
    what: 'what an opt-out covers is revoked though its approval could not be read',
    file: 'src/core/opt-out.ts',
    find: "if (unverifiable !== null) return { kind: 'unverifiable', optOut: unverifiable };",
    put: '',
    test: 'test/core/opt-out.test.ts',
  },
  {
    law: 4,
    what: 'one more than the cap passes',
    file: 'src/core/guard.ts',
    find: 'actual > limits.maxRevocations',
    put: 'actual > limits.maxRevocations + 1',
    test: 'test/core/guard.test.ts',
  },
  {
    law: 4,
    what: 'what earlier runs revoked within the window is not counted',
    file: 'src/core/guard.ts',
    find: '[...before, ...accounts]',
    put: '[...accounts]',
    test: 'test/core/guard.test.ts',
  },
  {
    law: 5,
    what: 'one administrator too many goes',
    file: 'src/core/last-admin.ts',
    find: 'remaining - 1 < minAdmins',
    put: 'remaining < minAdmins',
    test: 'test/core/last-admin.test.ts',
  },
  {
    law: 5,
    what: "a connector revokes the runner's own account",
    file: 'src/connectors/memory/revoke.ts',
    find: '(await client.whoAmI()) === id',
    put: '(await client.whoAmI()) === name',
    test: 'test/connectors/memory/contract.test.ts',
  },
  {
    law: 6,
    what: 'a plan file that was changed since is applied',
    file: 'src/commands/apply.ts',
    find: 'if (reviewed.digest === named && actual === named) return;',
    put: 'if (reviewed.digest === named) return;',
    test: 'test/commands/apply.test.ts',
  },
  {
    law: 6,
    what: 'what no longer holds is carried out',
    file: 'src/commands/carry-out.ts',
    find: "same('person') && same('service') && same('reason') && same('stage')",
    put: "same('person')",
    test: 'test/commands/apply-afresh.test.ts',
  },
  {
    law: 7,
    what: 'a connector acts before it recorded what is needed to restore',
    file: 'src/connectors/memory/revoke.ts',
    find: 'await log.evidence({ account });',
    put: '',
    test: 'test/connectors/memory/contract.test.ts',
  },
  {
    law: 7,
    what: 'a suspended account is deleted before its retention is over',
    file: 'src/core/plan.ts',
    find: 'now < deleteAfter',
    put: 'now < deleteAfter - 86_400_000',
    test: 'test/commands/stages.test.ts',
  },
  {
    law: 8,
    what: 'the identity provider comes last',
    file: 'src/commands/carry-out.ts',
    find: 'const windows = systems.filter((system) => system !== desired.identityProvider);',
    put: 'const windows = door.splice(0).concat(systems.filter((system) => system !== desired.identityProvider)).reverse();',
    test: 'test/commands/reconcile.test.ts',
  },
  {
    law: 8,
    what: 'an IAM user loses what it holds before its credentials are closed',
    file: 'src/connectors/aws-iam/suspend.ts',
    find: '    ...switchingOff(held),\n    ...takingAway(held),',
    put: '    ...takingAway(held),\n    ...switchingOff(held),',
    test: 'test/connectors/aws-iam/revoke.test.ts',
  },
  {
    law: 9,
    what: 'the intent is recorded after the act',
    file: 'src/audit/act-log.ts',
    find: "      await journal.append({ type: 'intent', revocation, step, action: made.action, object: made.object });\n      const outcome = await attempt(act);",
    put: "      const outcome = await attempt(act);\n      await journal.append({ type: 'intent', revocation, step, action: made.action, object: made.object });",
    test: 'test/audit/act-log.test.ts',
  },
  {
    law: 9,
    what: 'what a killed run left half done is forgotten',
    file: 'src/audit/history.ts',
    find: "return ending === null || ending === 'failed' || ending === 'pending';",
    put: "return ending === 'failed' || ending === 'pending';",
    test: 'test/commands/reconcile-killed.test.ts',
  },
  {
    law: 10,
    what: 'a revocation counts as done without a look',
    file: 'src/commands/carry-out.ts',
    find: 'read: () => connector.check(target, clock.now()),',
    put: 'read: () => Promise.resolve([]),',
    test: 'test/commands/reconcile.test.ts',
  },
  {
    law: 10,
    what: "a connector's read-back finds nothing left, whatever is there",
    file: 'src/connectors/memory/check.ts',
    find: 'if (account === null) return [];',
    put: 'return [];',
    test: 'test/connectors/memory/contract.test.ts',
  },
  {
    law: 11,
    what: 'an opt-out still holds at the very instant it expires',
    file: 'src/core/opt-out.ts',
    find: 'return now >= optOut.expiresAt;',
    put: 'return now > optOut.expiresAt;',
    test: 'test/core/opt-out.test.ts',
  },
  {
    law: 11,
    what: 'a time without an offset is taken for UTC',
    file: 'src/core/time.ts',
    find: '(?:[Zz]|([+-])(\\d\\d):(\\d\\d))$/',
    put: '(?:[Zz]|([+-])(\\d\\d):(\\d\\d))?$/',
    test: 'test/core/time.test.ts',
  },
  {
    law: 12,
    what: 'a pinned name that sits on another id is taken for the person',
    file: 'src/core/roster.ts',
    find: "return account.status !== 'invited' && pin !== undefined && pin !== account.id;",
    put: 'return pin === null;',
    test: 'test/core/roster.test.ts',
  },
  {
    law: 12,
    what: 'a connector goes by the name that the plan knew',
    file: 'src/connectors/memory/revoke.ts',
    find: 'const account = await client.byId(id);',
    put: 'const account = await client.byName(name);',
    test: 'test/connectors/memory/contract.test.ts',
  },
  {
    law: 13,
    what: 'credentials are let through',
    file: 'src/ports/secrets.ts',
    find: "forms.reduce((rest, form) => rest.replace(form, '***'), text)",
    put: 'forms.length < 0 ? "" : text',
    test: 'test/ports/secrets.test.ts',
  },
  {
    law: 14,
    what: 'decisions come in the order of the listing',
    file: 'src/core/plan.ts',
    find: 'const accounts = [...observation.accounts].sort((a, b) => compare(a.id, b.id));',
    put: 'const accounts = [...observation.accounts];',
    test: 'test/core/digest.test.ts',
  },
];
