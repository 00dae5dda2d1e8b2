import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b}from"./chunk-CMKPNIMV.js";import"./chunk-LBC2HWTK.js";import"./chunk-4FLNQ76I.js";import"./chunk-YUK4GYM3.js";import"./chunk-3QSPAQOF.js";import"./chunk-DSIJWOGT.js";import"./chunk-WSCGRK3V.js";import"./chunk-WAISPR2H.js";import"./chunk-5UJ6JQ5Y.js";import"./chunk-X7L2XSJU.js";import"./chunk-RBR6CXM4.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as codeownersCommand,b as inspectCodeowners};
