import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-CJGNS3ZL.js";import"./chunk-WWIB6XH3.js";import"./chunk-RP6H5OAE.js";import"./chunk-N4IW3SBS.js";import"./chunk-X7L2XSJU.js";import"./chunk-2BDSTM2Q.js";import"./chunk-XI3YSNYK.js";import"./chunk-XKO3KBSP.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as compose};
