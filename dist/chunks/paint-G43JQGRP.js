import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-GEJVRQDC.js";import"./chunk-3RMYWZ3Q.js";import"./chunk-4KFJSYCR.js";import"./chunk-BMEGZBWY.js";export{a as painterFor};
