import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{f as a,g as b,h as c}from"./chunk-NJKN32VR.js";import"./chunk-4FLNQ76I.js";import"./chunk-WSCGRK3V.js";import"./chunk-X7L2XSJU.js";import"./chunk-KV56XG5M.js";import"./chunk-WO4VUUL3.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{a as openSandbox,b as sampleWorld,c as sandboxDocument};
