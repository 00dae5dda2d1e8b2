import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{b as A}from"./chunk-453R6XHX.js";import{f as b}from"./chunk-GIZ5JESO.js";import"./chunk-4FLNQ76I.js";import"./chunk-M27CYANF.js";import{a as v}from"./chunk-UWKQ5AO3.js";import"./chunk-WSCGRK3V.js";import"./chunk-N4IW3SBS.js";import{b as y}from"./chunk-4KFJSYCR.js";import"./chunk-X7L2XSJU.js";import{a as u}from"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";var D=3;async function k(e,n){let t=e.action===null?null:m("--action",e.action,L),o=await p("--organization",e.organization,n,"Name of the organization, such as acme",j),r=await p("--github-org",e.githubOrg,n,"GitHub organization to watch (its login)",N),i=e.awsAccount===null&&n===null?null:await p("--aws-account",e.awsAccount,n,"AWS account to watch (12 digits; empty for none)",F),s=await T(e.owners,n);return{organization:o,githubOrg:r,awsAccount:i,owners:s,action:t}}async function p(e,n,t,o,r){if(n!==null)return m(e,n,r);if(t===null)throw new u("usage",`${e} is missing.`,{mend:`Give ${e}. ${o}.`});let i="";for(let s=0;s<D;s+=1){let a=r((await t(`${i===""?"":`${i}
`}${o}: `)).trim());if("value"in a)return a.value;i=a.wrong}throw new u("usage",i,{mend:`Give it as a flag: ${e}.`})}function m(e,n,t){let o=t(n.trim());if("value"in o)return o.value;throw new u("usage",`${e}: ${o.wrong}`,{mend:"Nothing was written."})}var E="A designated owner, as Kim Cho <kim@acme.example> kimcho 583231 (GitHub login and account number)";async function T(e,n){let t=e.map(o=>m("--owner",o,h));if(t.length===0){t.push(await p("--owner",null,n,E,h));let r=await p("--owner",null,n,"A second one, for when the first is away or has a part in it (empty for none)",i=>i===""?{value:null}:h(i));r!==null&&t.push(r)}for(let o of["id","login"]){let r=t.find((i,s)=>t.findIndex(a=>a[o]===i[o])!==s);if(r!==void 0)throw new u("usage",`--owner: two owners have the ${o} ${r[o]}.`,{mend:"Name each owner once; an id is made from the name."})}return t}var O=/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;function j(e){return O.test(e)&&e.length<=64?{value:e}:{wrong:"The name of the organization is lower-case letters and digits, such as acme or acme-labs."}}function N(e){return/^[a-z0-9](?:-?[a-z0-9]){0,38}$/i.test(e)?{value:e}:{wrong:"The login of a GitHub organization is letters, digits and single hyphens."}}function F(e){return e===""?{value:null}:/^\d{12}$/.test(e)?{value:e}:{wrong:"An AWS account is 12 digits."}}function h(e){let[,n="",t="",o="",r]=/^([^<>]{1,100}?)\s*<([^\s<>@]+@[^\s<>@]+)>\s+@?([A-Za-z0-9][A-Za-z0-9_-]{0,38})(?:\s+(\d{1,15}))?$/.exec(e)??[];if(n===""||v(e)>=0||/[\n\r\t]/.test(e))return{wrong:"An owner is written so: Kim Cho <kim@acme.example> kimcho 583231."};let i=$(n)??$(t.split("@")[0]??"");return i===null?{wrong:`No id can be made of ${JSON.stringify(n)}: write the name in Latin letters.`}:{value:{id:i,name:n,email:t,login:o,account:r??null}}}function $(e){let n=e.normalize("NFKD").replace(new RegExp("\\p{M}","gu"),"").toLowerCase(),t=n.replace(/[^a-z0-9]+/g,".").replace(/^\.|\.$/g,"");return/[^\p{ASCII}]/u.test(n)||!O.test(t)||t.length>64?null:t}function L(e){let[,n="",t=""]=/^([A-Za-z0-9][\w.-]*\/[\w.-]+@[0-9a-f]{40})(?:\s*#\s*(v\d[\w.+-]{0,40}))?$/.exec(e)??[];return n===""?{wrong:"An action is named by its full commit: acme/leaver@<40 digits> # v0.1.0."}:t===""?{wrong:"Write the version behind the commit, for people: … # v0.1.0."}:{value:{uses:n,version:t}}}function R(e){return new Map([["policies/policy.yaml",M(e)],["policies/people/people.yaml",W(e)],["policies/systems/github.yaml",C(e)],...e.awsAccount===null?[]:[["policies/systems/aws.yaml",G(e.awsAccount)]],["optouts/README.md",H],["README.md",q(e)],[".gitignore",`# What a run on this machine kept: its journal and its last report.
.leaver/
`]])}function c(e){return JSON.stringify(e)}function M({organization:e,owners:n}){return`# Who may approve exceptions, and how much one run may revoke. Every key: docs/reference/documents.md of Leaver.
organization: ${c(e)}

optOuts:
  owners: [${n.map(({id:t})=>c(t)).join(", ")}]   # designated owners where a system names none; have two
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

retention: P30D   # a suspended account is deleted after this; \`never\` keeps it
# objectives: { standard: PT24H, privileged: PT1H }   # the time to revoke that you promise
`}function W({owners:e}){return`# Who works here, and which accounts are theirs. Any number of files: one a team reads well.
# Somebody leaves: \`status: departed\`, or \`leavesAt: 2026-12-31T17:00:00+01:00\`. Keep the entry until the accounts are gone.
people:
${e.map(S).join("")}
# Bots and other accounts that are no person's:
# services:
#   - id: deploy-bot
#     owner: ${e[0]?.id??""}
#     accounts: { github: { id: "99123", name: acme-deploy } }
`}function S({id:e,name:n,email:t,login:o,account:r}){let i=r===null?`${c(o)}   # by name: pin it, { id: "its number", name: ${c(o)} }; else no approval counts`:`{ id: ${c(r)}, name: ${c(o)} }`;return`  - id: ${c(e)}
    name: ${c(n)}
    email: ${c(t)}
    accounts:
      github: ${i}
`}function C({githubOrg:e}){return`id: github
kind: github-org
mode: report      # nothing is revoked here until this says enforce
orphans: review   # accounts that nobody in the roster claims: a person looks first
# owners: []      # who may approve opt-outs here; without it those of policy.yaml
# protected:      # break-glass accounts, never revoked
#   - { account: acme-breakglass, owner: kim.cho, reason: break-glass }
unavailable: [codespaces]   # a GitHub App may not list them. Without single sign-on or Copilot, add sso-credentials, copilot-seats
settings: { organization: ${c(e)} }
`}function G(e){return`id: aws
kind: aws-iam
mode: report      # nothing is revoked here until this says enforce
orphans: review   # IAM users that nobody in the roster claims: a person looks first
settings: { accountId: ${c(e)} }
`}var H=`# Opt-outs

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

Open a pull request. It holds once a designated owner has approved it there and it is merged; the comment on the pull
request says whose approval it needs, and what it would hold.
`;function q({organization:e,owners:n,action:t}){let o=n.some(({account:i})=>i===null)?"   Pin the owners' GitHub accounts in policies/people/people.yaml first: `gh api users/LOGIN --jq .id`.\n":"",r=t===null?"\nThe runner is in `.github/leaver/`: try `node .github/leaver/dist/cli.js validate`.\n":"";return`# Access of ${y(e)}

Who works here (\`policies/people\`), what is watched (\`policies/systems\`), and which revocations are held back for a while
(\`optouts\`). Leaver revokes the difference to what is live. A change is a pull request.
${r}
## Next steps

Nothing is revoked until you say so: every system is in \`mode: report\`, and the workflows are off until step 4.

1. Push this to a **private** repository of the organization, on the branch \`main\`.
${o}2. Make two GitHub Apps and, for AWS, two roles: one that plans and only reads, one that applies.
3. Make the environments \`leaver-plan\`, \`leaver-apply\` and \`leaver-accept-halt\`, each for \`main\` alone, and protect the
   branch: pull requests with an approving review of a code owner, stale approvals dismissed, no force push.
4. Set the repository variable \`LEAVER_ENABLED\` to \`true\`, and run the workflow *Leaver* by hand with \`plan\`.
5. Claim in the roster what belongs to somebody; name services; protect the break-glass account. Plan again.
6. Set \`mode: enforce\` in one system, by pull request: its comment says whom that would revoke.

\`docs/getting-started.md\` of Leaver has each step in full.
`}var g=".github/leaver";async function I(e,n){let t=new Map;for(let{path:o}of await e.list(".github/workflows",".yml")??[]){let r=o.slice(o.lastIndexOf("/")+1);r.startsWith("leaver")&&t.set(`.github/workflows/${r}`,B(await e.read(o),n))}if(t.size===0)throw new u("not-supported","this copy of Leaver has no workflows to begin a repository with",{mend:"Run init from a clone of Leaver."});return n===null?new Map([...t,...await _(e)]):t}function B(e,n){let t=n===null?`./${g}`:`${n.uses} # ${n.version}`;return e.replace(/^(\s*(?:- )?uses: )\.\/$/gm,(o,r)=>r+t)}async function _(e){let n=new Map,o=["action.yml","LICENSE",...(await e.list("dist","")??[]).map(({path:r})=>r)];for(let r of o)n.set(`${g}/${r}`,await e.read(r));return n.set(`${g}/package.json`,`{ "name": "leaver", "private": true, "type": "module" }
`),n}async function le({flags:e,ask:n,folder:t,name:o,own:r,now:i}){let s=await t.inTheWay();if(s.length>0){let[x,z]=[s.slice(0,5).join(", "),s.length>5?", …":""];throw new u("usage",`The folder is not empty: ${x}${z}.`,{mend:"Name a folder that does not exist yet, or an empty clone."})}let a=await k(e,n),l=R(a),d=await K(l,i),P=await I(r,a.action),w=new Map([...l,[".github/CODEOWNERS",d],...P]);await t.fill(w);let f=[...w.keys()].sort();return{status:0,told:{kind:"outline",outline:J(a,o,f)},json:{version:1,organization:a.organization,files:f},findings:[]}}async function K(e,n){let t=Z(e),{desired:o,findings:r}=await b(t,{at:n}),[i]=r.filter(({severity:l})=>l==="error");if(o===null||i!==void 0){let l=i===void 0?"":`${i.file}: ${i.message} ${i.mend}`;throw new u("usage",`These answers make no valid repository. ${l}`.trim())}let{wanted:s,findings:a}=await A(t.read,o,n,"");if(s!==null)return s;throw new u("usage",a.map(({message:l,mend:d})=>`${l} ${d}`).join(" "))}function Z(e){let n=async t=>{throw new u("file-unwritable",`${t} is only in memory`)};return{list:async(t,o)=>[...e].filter(([r])=>r.startsWith(`${t}/`)&&r.endsWith(o)).map(([r,i])=>({path:r,bytes:Buffer.byteLength(i)})),read:async t=>{let o=e.get(t);if(o===void 0)throw new u("file-missing",`${t} does not exist`);return o},write:n,append:n,remove:n}}function J({organization:e,owners:n,action:t},o,r){let i=r.filter(l=>!l.startsWith(".github/leaver/")),s=[],a=n.filter(({account:l})=>l===null);for(let{id:l,login:d}of a)s.push(`pin the account of ${l} (gh api users/${d} --jq .id): without it their approvals do not count`);return n.length===1&&s.push("name a second designated owner: nobody approves an opt-out of their own"),{banner:null,tone:"good",verdict:`A policy repository for ${e} is in ${o}. Nothing is revoked: every system is in report mode.`,figures:[],groups:[{title:"Files",aside:"",notes:[],asides:t===null?[...i,".github/leaver/: the runner, copied"]:i,rows:[],rest:"",unreachable:[],outside:[]},{title:"Next",aside:"",notes:s,asides:["README.md there has the steps, docs/getting-started.md of Leaver each of them in full."],rows:[],rest:"",unreachable:[],outside:[]}],problems:[],footer:[]}}export{le as init};
