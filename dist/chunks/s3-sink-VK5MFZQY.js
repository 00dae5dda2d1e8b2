import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b}from"./chunk-YUMMMGQS.js";import"./chunk-QIRDY7AN.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as s3Sink,b as sha256};
