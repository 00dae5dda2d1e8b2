import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d}from"./chunk-2BDSTM2Q.js";import"./chunk-BMEGZBWY.js";export{a as credentialsIn,c as redactedFiles,d as redactedProgress,b as redactor};
