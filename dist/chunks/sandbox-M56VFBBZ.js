import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{c as a,d as b,e as c}from"./chunk-2M2LICUK.js";import"./chunk-Z4WF7LCE.js";import"./chunk-WSCGRK3V.js";import"./chunk-EASMX4SV.js";import"./chunk-BHAVDMI2.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as openSandbox,b as sampleWorld,c as sandboxDocument};
