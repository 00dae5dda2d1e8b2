import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d}from"./chunk-KV56XG5M.js";import"./chunk-WO4VUUL3.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{d as isFolder,b as nodeClock,a as nodeFiles,c as nodeMachine};
