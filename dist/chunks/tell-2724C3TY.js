import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{c as a}from"./chunk-C6HPGSDD.js";import"./chunk-6OBCLLIT.js";import"./chunk-SX655QL7.js";import"./chunk-BRCTXLPM.js";import"./chunk-YNDYU4WH.js";import"./chunk-WSCGRK3V.js";import"./chunk-5QKLKOKP.js";import"./chunk-VKAGNHY5.js";import"./chunk-AVQZBDCE.js";import"./chunk-N7WKFYNW.js";import"./chunk-4KFJSYCR.js";import"./chunk-BHAVDMI2.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as tell};
