import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{b as a}from"./chunk-BXOGLBA3.js";var d=[1e3,2e3,4e3,8e3,15e3];async function p(o,t,s){let{read:i,isPending:c,failures:n}=s,e=t;for(let r of[...d,null]){try{e=await i()}catch(l){return n.push(`reading back: ${a(l)}`),e}if(!c(e)||r===null||n.length>0)return e;await o.sleep(r)}return e}export{p as a};
