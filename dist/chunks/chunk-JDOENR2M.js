import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
function r({systems:o,people:e}){return{systems:o.length===0?null:new Set(o),people:e.length===0?null:new Set(e)}}export{r as a};
