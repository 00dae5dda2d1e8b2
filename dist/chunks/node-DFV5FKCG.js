import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d}from"./chunk-ZOVPGYXZ.js";import"./chunk-WO4VUUL3.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{d as isFolder,b as nodeClock,a as nodeFiles,c as nodeMachine};
