/** The documents of a new policy repository. Every value from outside is quoted, whatever it holds. */
import { markdown } from '../../text/escape.js';
import type { InitAnswers, Owner } from './answers.js';

/** By path. They hold to the schemas: `init` validates them before it writes. */
export function documentsOf(answers: InitAnswers): ReadonlyMap<string, string> {
  return new Map([
    ['policies/policy.yaml', policyOf(answers)],
    ['policies/people/people.yaml', peopleOf(answers)],
    ['policies/systems/github.yaml', githubOf(answers)],
    ...(answers.awsAccount === null ? [] : ([['policies/systems/aws.yaml', awsOf(answers.awsAccount)]] as const)),
    ...(answers.okta === null ? [] : ([['policies/systems/okta.yaml', oktaOf(answers.okta)]] as const)),
    ['optouts/README.md', OPT_OUTS],
    ['README.md', readmeOf(answers)],
    ['.gitignore', '# What a run on this machine kept: its journal and its last report.\n.leaver/\n'],
  ]);
}

/** A double-quoted scalar: a JSON string is one in YAML too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function policyOf({ organization, okta, owners }: InitAnswers): string {
  return `# Who may approve exceptions, and how much one run may revoke. Every key: docs/reference/documents.md of Leaver.
organization: ${quoted(organization)}

optOuts:
  owners: [${owners.map(({ id }) => quoted(id)).join(', ')}]   # designated owners where a system names none; have two
  approvals: 1
  approvalSource: github   # each approval is proved at GitHub; \`none\` is for a try-out
  approvalSystem: github   # the system whose accounts tell which person a reviewer is
  maxRenewals: 2
  remindBefore: [P7D, P1D]
  reasons:   # what an opt-out of this reason holds back, and for how long at most
    role-change: { holds: [role-changed], maxDuration: P30D }
    debugging: { holds: [role-changed], maxDuration: P3D }
    leave: { holds: [suspended, idp-inactive], maxDuration: P180D }
    handover: { holds: [departed, suspended, idp-inactive], maxDuration: P14D }
    pause: { holds: [departed, suspended, idp-inactive, orphaned, role-changed], maxDuration: P1D, approvals: 2 }

# A run that would revoke more than this in one system halts there, before anything is touched.
guards:
  maxRevocations: 10
  maxRevokedFraction: 0.25
  minAdmins: 2
  window: PT24H

journal: branch   # kept on the branch leaver/journal: a hosted runner's disk ends with the job
retention: P30D   # a suspended account is deleted after this; \`never\` keeps it
${okta === null ? '# identityProvider: okta' : 'identityProvider: okta'}   # the system whose word counts: whoever is inactive there has left, whatever the roster says
# objectives: { standard: PT24H, privileged: PT1H }   # the time to revoke that you promise

# Who is told of opt-outs, revocations, halts and failures. Addresses and secrets are in the environment: LEAVER_NOTIFY_SECURITY_URL
# notify:
#   - { id: security, kind: slack }                      # or webhook, email, issues
# Copies of the audit log, kept where nobody can change them:
# audit:
#   sinks:
#     - { id: archive, kind: s3, bucket: acme-leaver-log, retention: P400D }
# report: { justifications: false }                       # whether the page shows why an opt-out is needed
`;
}

function peopleOf({ owners }: InitAnswers): string {
  const people = owners.map(personOf).join('');
  return `# Who works here, and which accounts are theirs. Any number of files: one a team reads well.
# Somebody leaves: \`status: departed\`, or \`leavesAt: 2026-12-31T17:00:00+01:00\`. Keep the entry until the accounts are gone.
people:
${people}
# Bots and other accounts that are no person's:
# services:
#   - id: deploy-bot
#     owner: ${owners[0]?.id ?? ''}
#     accounts: { github: { id: "99123", name: acme-deploy } }
`;
}

function personOf({ id, name, email, login, account }: Owner): string {
  const claim =
    account === null
      ? `${quoted(login)}   # by name: pin it, { id: "its number", name: ${quoted(login)} }; else no approval counts`
      : `{ id: ${quoted(account)}, name: ${quoted(login)} }`;
  return `  - id: ${quoted(id)}
    name: ${quoted(name)}
    email: ${quoted(email)}
    accounts:
      github: ${claim}
`;
}

function githubOf({ githubOrg }: InitAnswers): string {
  return `id: github
kind: github-org
mode: report      # nothing is revoked here until this says enforce
orphans: review   # accounts that nobody in the roster claims: a person looks first
# owners: []      # who may approve opt-outs here; without it those of policy.yaml
# protected:      # break-glass accounts, never revoked
#   - { account: acme-breakglass, owner: kim.cho, reason: break-glass }
unavailable: [codespaces]   # a GitHub App may not list them. Without single sign-on or Copilot, add sso-credentials, copilot-seats
settings: { organization: ${quoted(githubOrg)} }
`;
}

function awsOf(account: string): string {
  return `id: aws
kind: aws-iam
mode: report      # nothing is revoked here until this says enforce
orphans: review   # IAM users that nobody in the roster claims: a person looks first
settings: { accountId: ${quoted(account)} }
`;
}

function oktaOf(domain: string): string {
  return `# The identity provider: policy.yaml names it.
id: okta
kind: okta
mode: report      # nothing is revoked here until this says enforce
orphans: review   # whom nobody in the roster claims: joiners, whom \`leaver sync\` proposes
match: [id, name, email]   # email as long as the roster names no accounts here; \`leaver sync\` pins them, then take it out
settings: { organization: ${quoted(domain)} }
`;
}

const OPT_OUTS = `# Opt-outs

One file holds one revocation back, for a while. It is named after its id: \`optouts/ana-handover.yaml\`, or
\`optouts/<system>/ana-handover.yaml\` for one system alone, so that its owners are asked.

\`\`\`yaml
id: ana-handover
person: ana.ruiz
systems: [github]
reason: handover                  # one of policies/policy.yaml
justification: Finishes the ledger migration with the new owner.
requestedBy: sam.lee
owner: kim.cho                    # a designated owner who answers for it
expiresAt: 2026-12-04T17:00:00Z   # from then on it holds nothing
\`\`\`

\`leaver optout new\` writes one from questions. Open a pull request. It holds once a designated owner has approved it
there and it is merged; the comment on the pull request says whose approval it needs, and what it would hold.
`;

const OKTA_STEP = `   For Okta, two service apps in the same way (src/connectors/okta/README.md of Leaver), and the variable \`LEAVER_SYNC\` set to
   \`true\`: once a day the workflow *Leaver (sync)* proposes what the roster lacks.
`;

function readmeOf({ organization, okta, owners, action }: InitAnswers): string {
  const pin = owners.some(({ account }) => account === null)
    ? `   Pin the owners' GitHub accounts in policies/people/people.yaml first: \`gh api users/LOGIN --jq .id\`.\n`
    : '';
  const runner =
    action === null ? '\nThe runner is in `.github/leaver/`: try `node .github/leaver/dist/cli.js validate`.\n' : '';
  return `# Access of ${markdown(organization)}

Who works here (\`policies/people\`), what is watched (\`policies/systems\`), and which revocations are held back for a while
(\`optouts\`). Leaver revokes the difference to what is live. A change is a pull request.
${runner}
## Next steps

Nothing is revoked until you say so: every system is in \`mode: report\`, and the workflows are off until step 4.

1. \`git init -b main\`, commit all of it, and push it to a **private** repository of the organization, on the branch
   \`main\`. \`leaver doctor --offline\` tells then what is missing here.
${pin}2. Make two GitHub Apps and, for AWS, two roles: one that plans and only reads, one that applies.
${okta === null ? '' : OKTA_STEP}3. Make the environments \`leaver-plan\`, \`leaver-apply\` and \`leaver-accept-halt\`, each for \`main\` alone, and protect the
   branch: pull requests with an approving review of a code owner, stale approvals dismissed, no force push.
4. Set the repository variable \`LEAVER_ENABLED\` to \`true\`, and run the workflow *Leaver* by hand with \`plan\`.
5. Claim in the roster what belongs to somebody; name services; protect the break-glass account. Plan again.
6. Set \`mode: enforce\` in one system, by pull request: its comment says whom that would revoke.

\`docs/getting-started.md\` of Leaver has each step in full.
`;
}
