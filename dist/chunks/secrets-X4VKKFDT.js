import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e,f,g}from"./chunk-5XAQZIWN.js";import"./chunk-RBR6CXM4.js";import"./chunk-BMEGZBWY.js";export{a as credentialsIn,e as redactedFiles,g as redactedHost,f as redactedProgress,d as redactedValue,b as redactor,c as redactorOf};
