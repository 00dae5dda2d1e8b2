import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a as l,d as u}from"./chunk-SZGUCV5P.js";import{m as n,p as m,s as d,x as p}from"./chunk-Q7MBTDC2.js";async function O(r,e){let t=await m(r,e,r.clock.now());if(t.kind==="invalid")return t.result;let{desired:o,findings:c}=t,a=n(e),s=await d(r,o,a),i=await p(r,o,s.snapshot,r.clock.now(),a),f=await l(r,o,s,i);return u({plan:i,results:f,findings:c,desired:o,observed:s,remarks:[]})}export{O as a};
