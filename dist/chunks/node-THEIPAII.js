import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c}from"./chunk-XI3YSNYK.js";import"./chunk-XKO3KBSP.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{c as isFolder,b as nodeClock,a as nodeFiles};
