import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{c as a,d as b,e as c}from"./chunk-KVQW62BA.js";import"./chunk-LV5R4W6X.js";import"./chunk-WSCGRK3V.js";import"./chunk-BHAVDMI2.js";import"./chunk-QOH6VVUK.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as openSandbox,b as sampleWorld,c as sandboxDocument};
