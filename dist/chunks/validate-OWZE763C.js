import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-4VXYJQP2.js";import"./chunk-3SXA4PDR.js";import"./chunk-XY4JR756.js";import"./chunk-4FLNQ76I.js";import"./chunk-ZV4NNTLY.js";import"./chunk-6VJIML5X.js";import"./chunk-OJEHP7H2.js";import"./chunk-5X3YBMPW.js";import"./chunk-WSCGRK3V.js";import"./chunk-XVWNC5NF.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{a as validate};
