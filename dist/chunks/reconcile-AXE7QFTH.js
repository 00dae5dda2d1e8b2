import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-NAW4VTUH.js";import"./chunk-SZGUCV5P.js";import"./chunk-Q7MBTDC2.js";import"./chunk-IJMD5BZ3.js";import"./chunk-LV5R4W6X.js";import"./chunk-MRLIQMJ6.js";import"./chunk-VAGF6C7Z.js";import"./chunk-LO2BJI2L.js";import"./chunk-WSCGRK3V.js";import"./chunk-SMDM277A.js";import"./chunk-VKAGNHY5.js";import"./chunk-P5LQP732.js";import"./chunk-BHAVDMI2.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as reconcile};
