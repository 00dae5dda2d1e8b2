import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b}from"./chunk-PYSLMEZF.js";import"./chunk-D57XK75A.js";import"./chunk-4FLNQ76I.js";import"./chunk-3SOJUKA3.js";import"./chunk-XCS7GDD7.js";import"./chunk-QCUBLVSB.js";import"./chunk-WSCGRK3V.js";import"./chunk-RP6H5OAE.js";import"./chunk-N4IW3SBS.js";import"./chunk-X7L2XSJU.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as codeownersCommand,b as inspectCodeowners};
