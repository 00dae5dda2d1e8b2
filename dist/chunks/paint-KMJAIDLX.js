import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-WWUMLMWX.js";import"./chunk-MPEDA552.js";import"./chunk-P23TLX57.js";import"./chunk-N7WKFYNW.js";import"./chunk-4KFJSYCR.js";import"./chunk-BMEGZBWY.js";export{a as painterFor};
