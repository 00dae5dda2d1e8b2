import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-BRCTXLPM.js";import"./chunk-YNDYU4WH.js";import"./chunk-WSCGRK3V.js";import"./chunk-AVQZBDCE.js";import"./chunk-BHAVDMI2.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{c as checkTime,e as documentChunks,d as formatDocument,b as invalid,a as parseDocument};
