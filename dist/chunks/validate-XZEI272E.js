import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-27IGMLQ6.js";import"./chunk-4WLZHCKA.js";import"./chunk-KCFQOJEV.js";import"./chunk-4FLNQ76I.js";import"./chunk-3F3N2NU3.js";import"./chunk-WSCGRK3V.js";import"./chunk-RAMJ7RBT.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as validate};
