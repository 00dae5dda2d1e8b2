import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-G4U246WX.js";import"./chunk-6OQNZ4JU.js";import"./chunk-P23TLX57.js";import"./chunk-N7WKFYNW.js";import"./chunk-PGECDKO7.js";import"./chunk-BMEGZBWY.js";export{a as painterFor};
