import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-FAGCY4MJ.js";import"./chunk-UXEUIVBD.js";import"./chunk-PWH24Q54.js";import"./chunk-WSCGRK3V.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{c as checkTime,e as documentChunks,d as formatDocument,b as invalid,a as parseDocument};
