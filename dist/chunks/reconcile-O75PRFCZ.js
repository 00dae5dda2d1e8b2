import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-EBKO3WGC.js";import"./chunk-IAJSHXLC.js";import"./chunk-X4S7HI47.js";import"./chunk-CRF2H7MW.js";import"./chunk-Z4WF7LCE.js";import"./chunk-MRLIQMJ6.js";import"./chunk-VAGF6C7Z.js";import"./chunk-LO2BJI2L.js";import"./chunk-WSCGRK3V.js";import"./chunk-SMDM277A.js";import"./chunk-VKAGNHY5.js";import"./chunk-P5LQP732.js";import"./chunk-BHAVDMI2.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as reconcile};
