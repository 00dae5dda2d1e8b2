import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-J34LOSWL.js";import"./chunk-SMDM277A.js";import"./chunk-VKAGNHY5.js";import"./chunk-EASMX4SV.js";import"./chunk-VTOULZSE.js";import"./chunk-BHAVDMI2.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as compose};
