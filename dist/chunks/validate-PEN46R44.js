import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-SJOSVQQ5.js";import"./chunk-IJMD5BZ3.js";import"./chunk-LV5R4W6X.js";import"./chunk-LO2BJI2L.js";import"./chunk-WSCGRK3V.js";import"./chunk-VKAGNHY5.js";import"./chunk-BHAVDMI2.js";import"./chunk-BMEGZBWY.js";export{a as validate};
