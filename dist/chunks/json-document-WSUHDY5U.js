import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-JU6247OE.js";import"./chunk-VADBYGUS.js";import"./chunk-5X3YBMPW.js";import"./chunk-WSCGRK3V.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{c as checkTime,e as documentChunks,d as formatDocument,b as invalid,a as parseDocument};
