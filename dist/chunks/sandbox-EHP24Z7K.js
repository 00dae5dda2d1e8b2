import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{e as a,f as b,g as c}from"./chunk-65IZCBWT.js";import"./chunk-4FLNQ76I.js";import"./chunk-WSCGRK3V.js";import"./chunk-X7L2XSJU.js";import"./chunk-ZOVPGYXZ.js";import"./chunk-WO4VUUL3.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as openSandbox,b as sampleWorld,c as sandboxDocument};
