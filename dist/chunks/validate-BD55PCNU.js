import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-QNVMS2ZP.js";import"./chunk-6SVDY4BW.js";import"./chunk-3G5Q5OWR.js";import"./chunk-4FLNQ76I.js";import"./chunk-ZV4NNTLY.js";import"./chunk-6VJIML5X.js";import"./chunk-7YEKCPYG.js";import"./chunk-PWH24Q54.js";import"./chunk-WSCGRK3V.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{a as validate};
