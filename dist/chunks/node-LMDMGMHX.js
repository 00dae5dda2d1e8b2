import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b}from"./chunk-EASMX4SV.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{b as nodeClock,a as nodeFiles};
