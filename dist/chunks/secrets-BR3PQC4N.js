import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e,f,g}from"./chunk-LYC7L4NC.js";import"./chunk-R3RNROFW.js";import"./chunk-Z24ERVCA.js";export{a as credentialsIn,e as redactedFiles,g as redactedHost,f as redactedProgress,d as redactedValue,b as redactor,c as redactorOf};
