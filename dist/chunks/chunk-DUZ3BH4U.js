import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
function l(s,{isFatal:o,whyOf:i}){let e=new Map,n={around:async(r,t,d)=>{try{return await d()}catch(a){if(o(a))throw a;return n.add(r,i(a)),t}},add:(r,t)=>{e.has(r)||e.set(r,{part:r,why:t,declared:s.includes(r)})},get list(){return[...e.values()].sort((r,t)=>r.part<t.part?-1:1)}};return n}export{l as a};
