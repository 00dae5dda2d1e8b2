import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-NFGKJXQH.js";import"./chunk-PCZ7RIHK.js";import"./chunk-5QKLKOKP.js";import"./chunk-VKAGNHY5.js";import"./chunk-5QNXDN2U.js";import"./chunk-BHAVDMI2.js";import"./chunk-QOH6VVUK.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as compose};
