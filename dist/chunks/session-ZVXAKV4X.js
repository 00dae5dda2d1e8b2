import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-66REQ7I4.js";import"./chunk-4KFJSYCR.js";import"./chunk-X7L2XSJU.js";import"./chunk-2BDSTM2Q.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{b as contextOf,d as finish,c as instantOption,a as progressOf,e as write};
