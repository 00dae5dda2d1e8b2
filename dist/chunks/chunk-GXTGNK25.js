import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
function r({clockSkew:t,systems:n}){let e=n.map(s=>({seconds:s.clockSkew??0,toldBy:s.system})),[o]=[...e,{seconds:t??0,toldBy:null}].sort(l);return o!==void 0&&Math.abs(o.seconds)>300?o:null}function l(t,n){return Math.abs(n.seconds)-Math.abs(t.seconds)||((t.toldBy??"")<(n.toldBy??"")?-1:1)}function c(t){return t===null?null:Math.trunc(t/1e3)+0}export{r as a,c as b};
