import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-R2PV6N4H.js";import"./chunk-BMEGZBWY.js";export{a as schemas};
