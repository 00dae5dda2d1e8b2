import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{e as a}from"./chunk-YXCKEH2V.js";async function t(o,r){let e=await o.lease();if(e.kind==="busy")throw a(e.holder);try{return await r()}finally{await e.release()}}export{t as a};
