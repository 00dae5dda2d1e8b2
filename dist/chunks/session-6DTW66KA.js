import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e,f}from"./chunk-2GQYAJ4I.js";import"./chunk-CI5ZBNCF.js";import"./chunk-X7L2XSJU.js";import"./chunk-EJ5YOCPL.js";import"./chunk-R3RNROFW.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{b as contextOf,d as finish,c as instantOption,a as progressOf,e as write,f as writeAsIs};
