import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-O4TGSUPH.js";import"./chunk-GE7QT7FS.js";import"./chunk-JKUVG42N.js";import"./chunk-WSCGRK3V.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{c as checkTime,e as documentChunks,d as formatDocument,b as invalid,a as parseDocument};
