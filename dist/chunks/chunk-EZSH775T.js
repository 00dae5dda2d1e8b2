import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,c as s,e as i,f as u}from"./chunk-X7L2XSJU.js";var l=/^(\d{1,5})([wdhm])$/i,c={w:6048e5,d:864e5,h:36e5,m:6e4};function p(n,t){let r=a(n);if(r!==null)return{at:r,text:n};let e=f(n);if(e===null||e===0)return null;let o=d(u(t,e));return{at:o,text:s(o)}}function f(n){let[,t,r=""]=l.exec(n)??[];return t===void 0?i(n):Number(t)*(c[r.toLowerCase()]??0)}function d(n){return Math.floor(n/1e3)*1e3}export{p as a,f as b,d as c};
