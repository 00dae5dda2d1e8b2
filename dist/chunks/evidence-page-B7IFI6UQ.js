import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{c as w,d as E,e as x,f as M,g as T,h as O,i as A,j as k,k as C,l as q}from"./chunk-7UILURZG.js";import{a as t,b as y,f as p,n as U}from"./chunk-KGNHJ2HR.js";import"./chunk-B2SSOFRW.js";import"./chunk-SHSX6P22.js";import"./chunk-ZV4NNTLY.js";import{a as R}from"./chunk-6VJIML5X.js";import"./chunk-OJEHP7H2.js";import"./chunk-XVWNC5NF.js";import"./chunk-OFYC4KIW.js";import"./chunk-X7L2XSJU.js";import"./chunk-Z24ERVCA.js";import{createHash as I}from"node:crypto";function u(e,o){return t`<h2 id="${e}">${o}</h2>`}function m(e,o){return t`<div class="wide"><table><thead><tr>${e.map(r=>t`<th scope="col">${r}</th>`)}</tr></thead>
<tbody>${o.map(r=>t`<tr>${r.map(a=>t`<td>${a}</td>`)}</tr>\n`)}</tbody></table></div>`}function g(e){return t`<dl>${e.map(([o,r])=>t`<dt>${o}</dt><dd>${r}</dd>`)}</dl>`}function j({exceptions:e}){return e.length===0?null:t`${u("exceptions","Opt-outs")}${e.map(H)}`}var L={person:"somebody",pause:"everybody: a pause",guards:"a raised guard",unknown:"unknown: its file is gone"};function H(e){let{optOut:o,kind:r,person:a,systems:n,reason:d,owner:c,requestedBy:i,standing:s,startsAt:l,transitions:$}=e,f=$.map(({at:h,transition:b,why:v,run:D})=>[p(h),b,v,t`<code>${D}</code>`]);return t`<section class="one"><h3><code>${o}</code> <span class="hold">${s??"its file is gone"}</span></h3>
${g([["Exempts",t`<bdi>${a??L[r]}</bdi> in ${n.join(", ")}${d===null?null:` (${d})`}`],["Requested by",t`<bdi>${i??"unknown"}</bdi>`],["Owner",t`<bdi>${c??"unknown"}</bdi>`],["Approval",O(e)],...l===null?[]:[["From",t`${p(l)} UTC`]],["End",A(e)]])}
${f.length===0?null:m(["At (UTC)","Transition","Why","Run"],f)}</section>`}function z({revocations:e}){return e.length===0?null:t`${u("revocations","Revocations")}${e.map(G)}`}function G(e){let{id:o,account:r,person:a,service:n,reason:d,stage:c,trigger:i,lapsedOptOut:s,overAt:l,held:$,left:f}=e,h=e.verdict==="breached"||e.state==="open"?"bad":e.state==="over"?"good":"quiet",b=a??(n===null?"nobody in the roster":`service ${n}`);return t`<section class="one"><h3><code>${o}</code> <span class="${h}">${M[e.state]}</span></h3>
${g([["Account",t`<bdi>${r.name}</bdi>, of <bdi>${b}</bdi>`],["Why",`${R[d]}${c==="delete"?"; deleted after its retention":""}`],["Trigger",t`${p(i.at)} UTC, ${w[i.kind]}${s===null?null:` (${s})`}`],["Over",l===null?"no":t`${p(l)} UTC`],["Time to revoke",T(e)],["Held before",_($)],...f.length===0?[]:[["Left",t`<ul>${f.map(v=>t`<li>${v}</li>`)}</ul>`]]])}
${e.attempts.map(B)}</section>`}function _({status:e,admin:o,entitlements:r}){let a=r.map(({kind:n,id:d,role:c,type:i,status:s})=>{let l=[c,i,s].filter($=>$!==void 0).join(", ");return t`<li><code>${d}</code> (${n}${l===""?"":`, ${l}`})</li>`});return t`${e}${o?", an administrator":""}${a.length===0?null:t`<ul>${a}</ul>`}`}function B({revocation:e,run:o,actor:r,commit:a,url:n,begunAt:d,acts:c,readBacks:i}){let s=i.map(({at:l,run:$,ending:f,left:h})=>[p(l),f,h.join("; "),t`<code>${$}</code>`]);return t`<p>Attempt <code>${e}</code>, begun ${p(d)} UTC in run <code>${o}</code>, caused by <bdi>${r}</bdi>${a===null?null:t`, at commit <code>${a}</code>`}${n===null?null:t`, <code>${n}</code>`}.</p>
${c.length===0?t`<p class="quiet">No act is on record.</p>`:N(c)}
${s.length===0?t`<p class="bad">Cut off before it was read back.</p>`:m(["Read back at (UTC)","Result","Left","Run"],s)}`}function N(e){let o=e.map(({step:r,action:a,object:n,intendedAt:d,endedAt:c,result:i,requestId:s,why:l})=>[r,a,t`<code>${n}</code>`,P(d),c===null?"none":P(c),`${i}${l===null?"":`: ${l}`}`,s===null?"":t`<code>${s}</code>`]);return m(["Step","Act","Object","Intent","Outcome","Result","Request"],o)}function P(e){return t`<code>${e}</code>`}function W({restorations:e}){return e.length===0?null:t`${u("restorations","Restorations")}${e.map(F)}`}function F({restoration:e,revocations:o,actor:r,run:a,begunAt:n,ending:d,left:c,acts:i}){return t`<section class="one"><h3><code>${e}</code></h3>
${g([["Of",o.map(s=>t`<code>${s}</code> `)],["By",t`<bdi>${r}</bdi>, ${p(n)} UTC, run <code>${a}</code>`],["Result",`${d??"cut off"}${c.length===0?"":`; not back: ${c.join("; ")}`}`]])}
${i.length===0?null:N(i)}</section>`}var S=`
:root{--paper:#fff;--text:#1b1f24;--quiet:#57606a;--line:#dfe2e6;--faint:#f4f5f7;--good:#1a6334;--look:#7a4a00;--bad:#a3211f;--hold:#3a3aa8;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--paper:#14171b;--text:#e6e9ed;--quiet:#a2abb5;--line:#343b43;--faint:#1f242a;--good:#7bd497;--look:#f1bf62;--bad:#ff9d94;--hold:#b9b8ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:75rem;padding:1.5rem;background:var(--paper);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.25rem 0}.quiet{color:var(--quiet)}.good{color:var(--good)}.look,.act{color:var(--look)}.bad{color:var(--bad);font-weight:600}.hold{color:var(--hold)}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.9rem}th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:var(--faint)}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}
@media print{:root{--paper:#fff;--text:#000;--quiet:#444;--line:#bbb;--faint:#f4f4f4;--good:#000;--look:#000;--bad:#000;--hold:#000;color-scheme:light}body{max-width:none;padding:0;font-size:10pt}section.one,tr{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}}
`;function ye(e){let{organization:o,outstanding:r,caveats:a,log:n,at:d}=e,i=`default-src 'none'; style-src 'sha256-${I("sha256").update(S).digest("base64")}'; base-uri 'none'; form-action 'none'`,s=C(e);return t`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${i}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${y(U)}
<title>${s}</title>
<style>${y(S)}</style>
</head>
<body>
<header>
<h1>${s}</h1>
<p class="quiet">Made ${p(d)} UTC, from the policy of <bdi>${o}</bdi> and its log.</p>
<p class="${n.verdict==="whole"?"good":"bad"}">${q(e)}</p>
</header>
<main>
${Y(r)}
${V(e)}
${e.departures.length===0?null:u("departures","Departures and systems")}
${e.departures.map(J)}
${z(e)}
${W(e)}
${j(e)}
${K(e)}
${a.length===0?null:t`<section>${u("caveats","To be read with care")}<ul>${a.map($=>t`<li>${$}</li>`)}</ul></section>`}
</main>
</body>
</html>
`.markup}function Y(e){if(e.length===0)return t`<section>${u("outstanding","Outstanding")}<p class="good">Nothing.</p></section>`;let o=e.map(r=>t`<li class="bad">${r}</li>`);return t`<section>${u("outstanding","Outstanding")}<ul>${o}</ul></section>`}function V({times:e}){let o=e.systems.map(r=>[r.system,k(r)]);return t`<section>${u("times","Time to revoke")}
<p>${k(e.all)}</p>
${o.length===0?null:m(["System","From trigger to read-back"],o)}</section>`}function J({person:e,since:o,source:r,systems:a}){let n={roster:"the roster",provider:"the identity provider",log:"the log"}[r],d=o===null?"nobody knows since when":t`since ${p(o)} UTC`,c=a.map(i=>[t`<bdi>${i.system}</bdi>`,t`<span class="${E[i.state]}">${i.state}</span>`,x(i),i.revocations.map(s=>t`<code>${s}</code> `)]);return t`<section class="one"><h3><bdi>${e}</bdi></h3><p class="quiet">Left ${d}, by ${n}.</p>
${m(["System","State","What shows it","Revocations"],c)}</section>`}function K({halts:e,overrides:o}){if(e.length===0&&o.length===0)return null;let r=e.map(n=>[p(n.at),n.system,n.class,n.rule,n.limit,n.actual,t`<code>${n.run}</code>`]),a=o.map(n=>[p(n.at),n.actor,n.rules.join(", "),t`<code>${n.digest}</code>`]);return t`<section>${u("guards","Guards")}
${r.length===0?null:m(["Halted at (UTC)","System","Class","Rule","Allowed","Actual","Run"],r)}
${a.length===0?null:m(["Halt accepted at (UTC)","By","Rules","Plan"],a)}</section>`}export{ye as evidencePage};
