import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-IITJ7ZJS.js";import"./chunk-7EGFGVT6.js";import"./chunk-LV5R4W6X.js";import"./chunk-YNDYU4WH.js";import"./chunk-WSCGRK3V.js";import"./chunk-VKAGNHY5.js";import"./chunk-BHAVDMI2.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as validate};
