import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{b as r}from"./chunk-X7L2XSJU.js";import{isDeepStrictEqual as c}from"node:util";var s=15e3;function u(t,n){let e=n-r(t);return e>=0&&e<=s}function a(t){return r(t)-s}function m(t){let n=new Map;return{keep:(e,o,d)=>{n.set(e.id,{account:e,held:o,at:d})},take:e=>{let o=n.get(e.id);return n.delete(e.id),o===void 0||!u(o.at,t.now())?null:i(o.account,e)?o.held:null}}}function i(t,n){return c({...t,suspendedAt:null},{...n,suspendedAt:null})}export{u as a,a as b,m as c};
