import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{c as a}from"./chunk-LWA2HXIA.js";import"./chunk-MRLIQMJ6.js";import"./chunk-3RMYWZ3Q.js";import"./chunk-BHAVDMI2.js";import"./chunk-4KFJSYCR.js";import"./chunk-BMEGZBWY.js";export{a as tell};
