import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
async function a({clock:o,waits:n},t,d){let e=await t();for(let r of n){if(e.kind==="settled")return e;if(await o.sleep(r),await d())return{kind:"found"};e=await t()}return e}export{a};
