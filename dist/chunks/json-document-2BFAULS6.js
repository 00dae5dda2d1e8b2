import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-B5AXXXCO.js";import"./chunk-3F3N2NU3.js";import"./chunk-WSCGRK3V.js";import"./chunk-R2PV6N4H.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{c as checkTime,e as documentChunks,d as formatDocument,b as invalid,a as parseDocument};
