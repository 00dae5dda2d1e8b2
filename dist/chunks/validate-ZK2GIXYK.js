import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-OW5QKZLH.js";import"./chunk-CRF2H7MW.js";import"./chunk-Z4WF7LCE.js";import"./chunk-LO2BJI2L.js";import"./chunk-WSCGRK3V.js";import"./chunk-VKAGNHY5.js";import"./chunk-BHAVDMI2.js";import"./chunk-BMEGZBWY.js";export{a as validate};
