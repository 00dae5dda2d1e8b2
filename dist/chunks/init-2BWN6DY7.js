import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{b as $}from"./chunk-WOOPAN4V.js";import"./chunk-3SXA4PDR.js";import{j as b}from"./chunk-XY4JR756.js";import"./chunk-4FLNQ76I.js";import"./chunk-ZV4NNTLY.js";import"./chunk-TUA72LTZ.js";import"./chunk-6VJIML5X.js";import"./chunk-R3RMGIXO.js";import"./chunk-PJIO2J5N.js";import"./chunk-OJEHP7H2.js";import{a as k}from"./chunk-5X3YBMPW.js";import"./chunk-WSCGRK3V.js";import"./chunk-XVWNC5NF.js";import{b as v}from"./chunk-OFYC4KIW.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import{a as l}from"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";var N=3;async function R(e,n){let t=e.action===null?null:g("--action",e.action,B);n===null&&W(e);let o=await h("--organization",e.organization,n,"Name of the organization, such as acme",G),s=await h("--github-org",e.githubOrg,n,"GitHub organization to watch (its login)",H),i=await A("--aws-account",e.awsAccount,n,"AWS account to watch (12 digits; empty for none)",_),r=await A("--okta",e.okta,n,"Okta organization that says who is still here (its domain, such as acme.okta.com; empty for none)",K),a=await q(e.owners,n);return{organization:o,githubOrg:s,awsAccount:i,okta:r,owners:a,action:t}}async function A(e,n,t,o,s){return n===null&&t===null?null:h(e,n,t,o,s)}var S=new Map([["--organization","acme"],["--github-org","acme-inc"],["--owner",'"Kim Cho <kim@acme.example> kimcho 583231"']]);function W({organization:e,githubOrg:n,owners:t}){let o=[...e===null?["--organization"]:[],...n===null?["--github-org"]:[],...t.length===0?["--owner"]:[]];if(o.length>0)throw I(o)}function I(e){let n=e.map(s=>`${s} ${S.get(s)??""}`.trim()),t=e.length===1?`${e[0]} is missing.`:`Flags are missing: ${e.join(", ")}.`,o=`Add for example: ${n.join(" ")}. On a terminal, Leaver asks for them.`;return new l("usage",t,{mend:o})}async function h(e,n,t,o,s){if(n!==null)return g(e,n,s);if(t===null)throw I([e]);let i="";for(let r=0;r<N;r+=1){let a=s((await t(`${i===""?"":`${i}
`}${o}: `)).trim());if("value"in a)return a.value;i=a.wrong}throw new l("usage",i,{mend:`Give it as a flag: ${e}.`})}function g(e,n,t){let o=t(n.trim());if("value"in o)return o.value;throw new l("usage",`${e}: ${o.wrong}`,{mend:"Nothing was written."})}var C="A designated owner, as Kim Cho <kim@acme.example> kimcho 583231 (GitHub login and account number)";async function q(e,n){let t=e.map(o=>g("--owner",o,p));if(t.length===0){t.push(await h("--owner",null,n,C,p));let s=await h("--owner",null,n,"A second one, for when the first is away or has a part in it (empty for none)",i=>i===""?{value:null}:p(i));s!==null&&t.push(s)}for(let o of["id","login"]){let s=t.find((i,r)=>t.findIndex(a=>a[o]===i[o])!==r);if(s!==void 0)throw new l("usage",`--owner: two owners have the ${o} ${s[o]}.`,{mend:"Name each owner once; an id is made from the name."})}return t}var z=/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;function G(e){return z.test(e)&&e.length<=64?{value:e}:{wrong:"The name of the organization is lower-case letters and digits, such as acme or acme-labs."}}function H(e){return/^[a-z0-9](?:-?[a-z0-9]){0,38}$/i.test(e)?{value:e}:{wrong:"The login of a GitHub organization is letters, digits and single hyphens."}}function _(e){return e===""?{value:null}:/^\d{12}$/.test(e)?{value:e}:{wrong:"An AWS account is 12 digits."}}function K(e){if(e==="")return{value:null};let n=e.replace(/^https:\/\//i,"").replace(/\/.*$/,"").toLowerCase();return n.length>253||!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(n)?{wrong:"An Okta organization is named by its domain, such as acme.okta.com."}:{value:n.replace(/-admin(?=\.okta(?:preview|-emea)?\.com$)/,"")}}function p(e){let[,n="",t="",o="",s]=/^([^<>]{1,100}?)\s*<([^\s<>@]+@[^\s<>@]+)>\s+@?([A-Za-z0-9][A-Za-z0-9_-]{0,38})(?:\s+(\d{1,15}))?$/.exec(e)??[];if(n===""||k(e)>=0||/[\n\r\t]/.test(e))return{wrong:"An owner is written so: Kim Cho <kim@acme.example> kimcho 583231."};let i=O(n)??O(t.split("@")[0]??"");return i===null?{wrong:`No id can be made of ${JSON.stringify(n)}: write the name in Latin letters.`}:{value:{id:i,name:n,email:t,login:o,account:s??null}}}function O(e){let n=e.normalize("NFKD").replace(new RegExp("\\p{M}","gu"),"").toLowerCase(),t=n.replace(/[^a-z0-9]+/g,".").replace(/^\.|\.$/g,"");return/[^\p{ASCII}]/u.test(n)||!z.test(t)||t.length>64?null:t}function B(e){let[,n="",t=""]=/^([A-Za-z0-9][\w.-]*\/[\w.-]+@[0-9a-f]{40})(?:\s*#\s*(v\d[\w.+-]{0,40}))?$/.exec(e)??[];return n===""?{wrong:"An action is named by its full commit: acme/leaver@<40 digits> # v0.1.0."}:t===""?{wrong:"Write the version behind the commit, for people: … # v0.1.0."}:{value:{uses:n,version:t}}}function E(e){return new Map([["policies/policy.yaml",U(e)],["policies/people/people.yaml",V(e)],["policies/systems/github.yaml",Z(e)],...e.awsAccount===null?[]:[["policies/systems/aws.yaml",J(e.awsAccount)]],...e.okta===null?[]:[["policies/systems/okta.yaml",X(e.okta)]],["optouts/README.md",Q],["README.md",ne(e)],[".gitignore",`# What a run on this machine kept: its journal and its last report.
.leaver/
`]])}function c(e){return JSON.stringify(e)}function U({organization:e,okta:n,owners:t}){return`# Who may approve exceptions, and how much one run may revoke. Every key: docs/reference/documents.md of Leaver.
organization: ${c(e)}

optOuts:
  owners: [${t.map(({id:o})=>c(o)).join(", ")}]   # designated owners where a system names none; have two
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
${n===null?"# identityProvider: okta":"identityProvider: okta"}   # the system whose word counts: whoever is inactive there has left, whatever the roster says
# objectives: { standard: PT24H, privileged: PT1H }   # the time to revoke that you promise

# Who is told of opt-outs, revocations, halts and failures. Addresses and secrets are in the environment: LEAVER_NOTIFY_SECURITY_URL
# notify:
#   - { id: security, kind: slack }                      # or webhook, email, issues
# Copies of the audit log, kept where nobody can change them:
# audit:
#   sinks:
#     - { id: archive, kind: s3, bucket: acme-leaver-log, retention: P400D }
# report: { justifications: false }                       # whether the page shows why an opt-out is needed
`}function V({owners:e}){return`# Who works here, and which accounts are theirs. Any number of files: one a team reads well.
# Somebody leaves: \`status: departed\`, or \`leavesAt: 2026-12-31T17:00:00+01:00\`. Keep the entry until the accounts are gone.
people:
${e.map(Y).join("")}
# Bots and other accounts that are no person's:
# services:
#   - id: deploy-bot
#     owner: ${e[0]?.id??""}
#     accounts: { github: { id: "99123", name: acme-deploy } }
`}function Y({id:e,name:n,email:t,login:o,account:s}){let i=s===null?`${c(o)}   # by name: pin it, { id: "its number", name: ${c(o)} }; else no approval counts`:`{ id: ${c(s)}, name: ${c(o)} }`;return`  - id: ${c(e)}
    name: ${c(n)}
    email: ${c(t)}
    accounts:
      github: ${i}
`}function Z({githubOrg:e}){return`id: github
kind: github-org
mode: report      # nothing is revoked here until this says enforce
orphans: review   # accounts that nobody in the roster claims: a person looks first
# owners: []      # who may approve opt-outs here; without it those of policy.yaml
# protected:      # break-glass accounts, never revoked
#   - { account: acme-breakglass, owner: kim.cho, reason: break-glass }
unavailable: [codespaces]   # a GitHub App may not list them. Without single sign-on or Copilot, add sso-credentials, copilot-seats
settings: { organization: ${c(e)} }
`}function J(e){return`id: aws
kind: aws-iam
mode: report      # nothing is revoked here until this says enforce
orphans: review   # IAM users that nobody in the roster claims: a person looks first
settings: { accountId: ${c(e)} }
`}function X(e){return`# The identity provider: policy.yaml names it.
id: okta
kind: okta
mode: report      # nothing is revoked here until this says enforce
orphans: review   # whom nobody in the roster claims: joiners, whom \`leaver sync\` proposes
match: [id, name, email]   # email as long as the roster names no accounts here; \`leaver sync\` pins them, then take it out
settings: { organization: ${c(e)} }
`}var Q=`# Opt-outs

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
`,ee="   For Okta, two service apps in the same way (src/connectors/okta/README.md of Leaver), and the variable `LEAVER_SYNC` set to\n   `true`: once a day the workflow *Leaver (sync)* proposes what the roster lacks.\n";function ne({organization:e,okta:n,owners:t,action:o}){let s=t.some(({account:r})=>r===null)?"   Pin the owners' GitHub accounts in policies/people/people.yaml first: `gh api users/LOGIN --jq .id`.\n":"",i=o===null?"\nThe runner is in `.github/leaver/`: try `node .github/leaver/dist/cli.js validate`.\n":"";return`# Access of ${v(e)}

Who works here (\`policies/people\`), what is watched (\`policies/systems\`), and which revocations are held back for a while
(\`optouts\`). Leaver revokes the difference to what is live. A change is a pull request.
${i}
## Next steps

Nothing is revoked until you say so: every system is in \`mode: report\`, and the workflows are off until step 4.

1. \`git init -b main\`, commit all of it, and push it to a **private** repository of the organization, on the branch
   \`main\`. \`leaver doctor --offline\` tells then what is missing here.
${s}2. Make two GitHub Apps and, for AWS, two roles: one that plans and only reads, one that applies.
${n===null?"":ee}3. Make the environments \`leaver-plan\`, \`leaver-apply\` and \`leaver-accept-halt\`, each for \`main\` alone, and protect the
   branch: pull requests with an approving review of a code owner, stale approvals dismissed, no force push.
4. Set the repository variable \`LEAVER_ENABLED\` to \`true\`, and run the workflow *Leaver* by hand with \`plan\`.
5. Claim in the roster what belongs to somebody; name services; protect the break-glass account. Plan again.
6. Set \`mode: enforce\` in one system, by pull request: its comment says whom that would revoke.

\`docs/getting-started.md\` of Leaver has each step in full.
`}var f=".github/leaver";async function P(e,n){let t=new Map;for(let{path:o}of await e.list(".github/workflows",".yml")??[]){let s=o.slice(o.lastIndexOf("/")+1);s.startsWith("leaver")&&t.set(`.github/workflows/${s}`,te(await e.read(o),n))}if(t.size===0)throw new l("not-supported","this copy of Leaver has no workflows to begin a repository with",{mend:"Run init from a clone of Leaver."});return n===null?new Map([...t,...await oe(e)]):t}function te(e,n){let t=n===null?`./${f}`:`${n.uses} # ${n.version}`;return e.replace(/^(\s*(?:- )?uses: )\.\/$/gm,(o,s)=>s+t)}async function oe(e){let n=new Map,o=["action.yml","LICENSE",...(await e.list("dist","")??[]).map(({path:s})=>s)];for(let s of o)n.set(`${f}/${s}`,await e.read(s));return n.set(`${f}/package.json`,`{ "name": "leaver", "private": true, "type": "module" }
`),n}var se=["evidence.schema.json","plan.schema.json","snapshot.schema.json"];async function j(e){let n=new Map;for(let{path:t}of await e.list("schemas",".schema.json")??[])se.some(o=>t.endsWith(`/${o}`))||n.set(t,await e.read(t));return n}function T(e){return new Map([...e].map(([n,t])=>[n,`${re(n)}${t}`]))}var ie=[["policies/policy.yaml","policy"],["policies/people/","people"],["policies/systems/","system"]];function re(e){let[,n=null]=ie.find(([o])=>e.startsWith(o))??[];return n===null?"":`# yaml-language-server: $schema=${"../".repeat(e.split("/").length-1)}schemas/${n}.schema.json
`}async function ze({flags:e,ask:n,folder:t,name:o,own:s,now:i}){let r=await t.inTheWay();if(r.length>0){let[D,F]=[r.slice(0,5).join(", "),r.length>5?", …":""];throw new l("usage",`The folder is not empty: ${D}${F}.`,{mend:"Name a folder that does not exist yet, or an empty clone."})}let a=await R(e,n),u=T(E(a)),d=await ae(u,i),m=await P(s,a.action),L=await j(s),w=new Map([...u,[".github/CODEOWNERS",d],...m,...L]);await t.fill(w);let y=[...w.keys()].sort();return{status:0,told:{kind:"outline",outline:ue(a,o,y)},json:{version:1,organization:a.organization,files:y,toMend:M(a)},findings:[]}}async function ae(e,n){let t=le(e),{desired:o,findings:s}=await b(t,{at:n}),[i]=s.filter(({severity:u})=>u==="error");if(o===null||i!==void 0){let u=i===void 0?"":`${i.file}: ${i.message} ${i.mend}`;throw new l("usage",`These answers make no valid repository. ${u}`.trim())}let{wanted:r,findings:a}=await $(t.read,o,n,"");if(r!==null)return r;throw new l("usage",a.map(({message:u,mend:d})=>`${u} ${d}`).join(" "))}function le(e){return{list:async(n,t)=>[...e].filter(([o])=>o.startsWith(`${n}/`)&&o.endsWith(t)).map(([o,s])=>({path:o,bytes:Buffer.byteLength(s)})),read:async n=>{let t=e.get(n);if(t===void 0)throw new l("file-missing",`${n} does not exist`);return t}}}function M({owners:e}){let n=e.filter(({account:o})=>o===null).map(({id:o,login:s})=>`pin the account of ${o} (gh api users/${s} --jq .id): without it their approvals do not count`),t=e.length===1?["name a second designated owner: nobody approves an opt-out of their own"]:[];return[...n,...t]}var ce=[".github/leaver/","schemas/"];function ue(e,n,t){let{organization:o,githubOrg:s,action:i}=e,r=t.filter(d=>!ce.some(m=>d.startsWith(m))),a=i===null?[".github/leaver/: the runner, copied"]:[],u=["schemas/: what an editor completes and checks these files with"];return{banner:null,tone:"good",verdict:`A policy repository for ${o} is in ${n}. Nothing is revoked: every system is in report mode.`,figures:[],groups:[{...x,title:"Files",asides:[...r,...a,...u]},{...x,title:"Next",notes:M(e),rows:de(s),head:["","what to do"]}],problems:[],footer:[]}}var x={aside:"",notes:[],asides:[],rows:[],rest:"",unreachable:[],outside:[]};function de(e){return['In that folder: git init -b main && git add -A && git commit -m "Access policy"',`Push it to a private repository of ${e}, on the branch main.`,"Go on with README.md there; docs/getting-started.md of Leaver has each step in full."].map((t,o)=>({tone:"quiet",mark:`${o+1}.`,subject:"",detail:t,notes:[]}))}export{ze as init};
