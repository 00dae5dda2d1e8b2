import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-SI7VEGIS.js";import"./chunk-6OBCLLIT.js";import"./chunk-N7WKFYNW.js";import"./chunk-4KFJSYCR.js";import"./chunk-BMEGZBWY.js";export{a as painterFor};
