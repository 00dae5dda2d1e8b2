import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{e as r}from"./chunk-EHBLUQGQ.js";var i=3e4,l=5e3;async function c(a,n,e=null){for(let t=0;;t+=l){let o=await a.lease();if(o.kind==="held")try{return await n()}finally{await o.release()}if(e===null||t>=e.atMost)throw r(o.holder);await e.clock.sleep(l)}}export{i as a,c as b};
