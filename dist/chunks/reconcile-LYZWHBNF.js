import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-BV3OUFHW.js";import"./chunk-QVCZQLCC.js";import"./chunk-JT2YUQUT.js";import"./chunk-P5LQP732.js";import"./chunk-OEOSLH5Y.js";import"./chunk-Z4WF7LCE.js";import"./chunk-WSCGRK3V.js";import"./chunk-P3J7B34I.js";import"./chunk-VKAGNHY5.js";import"./chunk-MRLIQMJ6.js";import"./chunk-TRDA3KEM.js";import"./chunk-BHAVDMI2.js";import"./chunk-BMEGZBWY.js";export{a as reconcile};
