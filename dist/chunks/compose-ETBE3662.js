import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-76QURTL5.js";import"./chunk-UHTHFLBN.js";import"./chunk-WAISPR2H.js";import"./chunk-5UJ6JQ5Y.js";import"./chunk-X7L2XSJU.js";import"./chunk-5XAQZIWN.js";import"./chunk-RBR6CXM4.js";import"./chunk-P5AKR4LB.js";import"./chunk-XKO3KBSP.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as compose};
