import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
function a({changes:o},e){if(o===null)return async()=>{};let{burst:n,each:s}=o,t=n,r=e.now();return async()=>{let i=e.now();t=Math.min(n,t+Math.max(0,i-r)/s)-1,r=i,t<0&&await e.sleep(-t*s)}}export{a};
