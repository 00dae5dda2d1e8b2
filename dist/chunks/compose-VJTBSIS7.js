import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-BLMRNYMH.js";import"./chunk-P3J7B34I.js";import"./chunk-VKAGNHY5.js";import"./chunk-EASMX4SV.js";import"./chunk-VTOULZSE.js";import"./chunk-TRDA3KEM.js";import"./chunk-BHAVDMI2.js";import"./chunk-BMEGZBWY.js";export{a as compose};
