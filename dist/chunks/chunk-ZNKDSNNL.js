import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
function o({date:t,sent:n,received:r}){let e=a(t);if(e===null)return null;let l=e-Math.max(n,r),u=e+999-Math.min(n,r);return l>0?l:u<0?u:0}function a(t){let n=typeof t=="string"?Date.parse(t):Number.NaN;return!Number.isNaN(n)&&new Date(n).toUTCString()===t?n:null}function s(t,n){return t===null||n===null?t??n:Math.abs(n)>Math.abs(t)?n:t}export{o as a,a as b,s as c};
