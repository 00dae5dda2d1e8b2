import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e,f}from"./chunk-DXSS7IP3.js";import"./chunk-OFYC4KIW.js";import"./chunk-X7L2XSJU.js";import"./chunk-LYC7L4NC.js";import"./chunk-R3RNROFW.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{b as contextOf,d as finish,c as instantOption,a as progressOf,e as write,f as writeAsIs};
