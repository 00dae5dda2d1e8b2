import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a as l,d as u}from"./chunk-LM4HYCPM.js";import{e as m,h as d,n as p}from"./chunk-WPM6YJYK.js";import{b as n}from"./chunk-7EGFGVT6.js";async function O(r,e){let t=await n(r,e,r.clock.now());if(t.kind==="invalid")return t.result;let{desired:o,findings:c}=t,a=m(e),s=await d(r,o,a),i=await p(r,o,s.snapshot,r.clock.now(),a),f=await l(r,o,s,i);return u({plan:i,results:f,findings:c,desired:o,observed:s,remarks:[]})}export{O as a};
