import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{c as a}from"./chunk-3RZKNJNB.js";import"./chunk-3RMYWZ3Q.js";import"./chunk-MRLIQMJ6.js";import"./chunk-VAGF6C7Z.js";import"./chunk-LO2BJI2L.js";import"./chunk-WSCGRK3V.js";import"./chunk-P5LQP732.js";import"./chunk-4KFJSYCR.js";import"./chunk-BHAVDMI2.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as tell};
