import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
function n({systems:e,people:o}){return{systems:e.length===0?null:new Set(e),people:o.length===0?null:new Set(o)}}export{n as a};
