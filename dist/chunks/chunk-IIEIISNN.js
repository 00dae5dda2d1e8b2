import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a as r}from"./chunk-BXOGLBA3.js";import{basename as n}from"node:path";async function f(o,t,i){try{if((await o.read(t)).includes(i))return}catch(e){if(!(e instanceof r))throw e;if(e.code==="file-missing")return;if(e.code!=="not-text")throw e}throw new r("usage",`There is another ${n(t)} in that folder, which Leaver did not make.`,{mend:"Name another folder with --out, or take the file away."})}export{f as a};
