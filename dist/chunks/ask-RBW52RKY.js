import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{b as m,c as d,d as s}from"./chunk-N7WKFYNW.js";import{a as t}from"./chunk-4KFJSYCR.js";import{a as p}from"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";import{createInterface as T}from"node:readline/promises";var $=12;function A(){if(process.stdin.isTTY!==!0||process.stderr.isTTY!==!0)return null;let r=T({input:process.stdin,output:process.stderr}),n=new AbortController;return r.on("close",()=>n.abort()),{ask:async(o,i)=>{process.stderr.write(k(o,i));try{return await r.question("> ",{signal:n.signal})}catch(e){throw new p("usage","It ended before all was answered. Nothing was written.",{cause:e})}},close:()=>r.close()}}function k({text:r,choices:n,example:o,byDefault:i},e){if(e!==null)return`${s("  ! ",t(e)).join(`
`)}
`;let a=n.slice(0,$),g=a.reduce((l,{value:c})=>Math.max(l,c.length),0),f=a.flatMap(({value:l,about:c})=>s(`  ${m(t(l),g)}  `,t(c)).map(h=>h.trimEnd())),u=n.length-a.length,w=u>0?[`  and ${u} more`]:[];return`
${[...d(t(r),0),...f,...w,...s("  ",t(x(o,i)))].join(`
`)}
`}function x(r,n){return n===null?`For example: ${r}`:n===""?`For example: ${r} (Enter leaves it out)`:`Enter takes ${n}`}export{A as askerOnTerminal,k as questionText};
