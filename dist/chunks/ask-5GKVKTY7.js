import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{b as d,c as f,d as o}from"./chunk-N7WKFYNW.js";import{a as t}from"./chunk-OFYC4KIW.js";import{b as m}from"./chunk-LYC7L4NC.js";import"./chunk-R3RNROFW.js";import{a as p}from"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";import{createInterface as $}from"node:readline/promises";var k=12;function I(){if(process.stdin.isTTY!==!0||process.stderr.isTTY!==!0)return null;let n=$({input:process.stdin,output:process.stderr}),r=new AbortController;return n.on("close",()=>r.abort()),{ask:async(s,i)=>{process.stderr.write(m(process.env)(x(s,i)));try{return await n.question("> ",{signal:r.signal})}catch(e){throw new p("usage","It ended before all was answered. Nothing was written.",{cause:e})}},close:()=>n.close()}}function x({text:n,choices:r,example:s,byDefault:i},e){if(e!==null)return`${o("  ! ",t(e)).join(`
`)}
`;let a=r.slice(0,k),g=a.reduce((l,{value:c})=>Math.max(l,c.length),0),w=a.flatMap(({value:l,about:c})=>o(`  ${d(t(l),g)}  `,t(c)).map(T=>T.trimEnd())),u=r.length-a.length,h=u>0?[`  and ${u} more`]:[];return`
${[...f(t(n),0),...w,...h,...o("  ",t(E(s,i)))].join(`
`)}
`}function E(n,r){return r===null?`For example: ${n}`:r===""?`For example: ${n} (Enter leaves it out)`:`Enter takes ${r}`}export{I as askerOnTerminal,x as questionText};
