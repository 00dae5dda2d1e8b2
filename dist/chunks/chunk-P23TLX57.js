import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
function n(e){let t=Math.min(10,Math.max(0,Math.ceil(e*10)));return"█".repeat(t)+"░".repeat(10-t)}export{n as a};
