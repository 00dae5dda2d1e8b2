import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-BBLBW3WF.js";import"./chunk-4IQSDOWJ.js";import"./chunk-P23TLX57.js";import"./chunk-N7WKFYNW.js";import"./chunk-OFYC4KIW.js";import"./chunk-Z24ERVCA.js";export{a as painterFor};
