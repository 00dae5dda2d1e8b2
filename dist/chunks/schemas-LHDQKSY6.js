import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-D25D6XAS.js";import"./chunk-BMEGZBWY.js";export{a as schemas};
