import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a as s}from"./chunk-R3RNROFW.js";import{createHash as c}from"node:crypto";function r(n){if(n===null||typeof n!="object")return JSON.stringify(n)??"null";if(Array.isArray(n))return`[${n.map(r).join(",")}]`;let i=Object.entries(n).filter(([,t])=>t!==void 0);return i.sort(([t],[e])=>t<e?-1:t>e?1:0),`{${i.map(([t,e])=>`${JSON.stringify(t)}:${r(e)}`).join(",")}}`}function p({organization:n,systems:i,decisions:t}){let e=c("sha256"),d=i.map(({system:o,kind:a,identity:y})=>({system:o,kind:a,identity:y}));e.update(s(r({organization:n,systems:d})));for(let o of t)e.update(s(`
${r(o)}`));return`sha256:${e.digest("hex")}`}export{r as a,p as b};
