import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b}from"./chunk-UIVLYP7H.js";import"./chunk-OFYC4KIW.js";import"./chunk-X7L2XSJU.js";import"./chunk-Z24ERVCA.js";export{a as REGISTER,b as issuesChannel};
