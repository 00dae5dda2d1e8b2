import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a as s}from"./chunk-IJMD5BZ3.js";async function a({files:r,clock:i},l){let{desired:t,findings:e}=await s(r,{at:l??i.now()}),o=e.some(({severity:m})=>m==="error"),n=t===null?null:{people:t.people.length,services:t.services.length,systems:t.systems.length,optOuts:t.optOuts.length};return{status:o?1:0,told:{kind:"findings",findings:e,inventory:n},json:{version:1,valid:!o,findings:e,...n===null?{}:{inventory:n}},findings:e}}export{a};
