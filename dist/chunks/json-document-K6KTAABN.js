import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-TXO5VJHH.js";import"./chunk-GE7QT7FS.js";import"./chunk-DSIJWOGT.js";import"./chunk-WSCGRK3V.js";import"./chunk-X7L2XSJU.js";import"./chunk-RBR6CXM4.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{c as checkTime,e as documentChunks,d as formatDocument,b as invalid,a as parseDocument};
