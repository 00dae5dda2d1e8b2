import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-PZATXHHK.js";import"./chunk-R2GI7HJI.js";import"./chunk-GIZ5JESO.js";import"./chunk-4FLNQ76I.js";import"./chunk-IFZ7JEA5.js";import"./chunk-P23TLX57.js";import"./chunk-KKP5GONS.js";import"./chunk-UWKQ5AO3.js";import"./chunk-WSCGRK3V.js";import"./chunk-RP6H5OAE.js";import"./chunk-N4IW3SBS.js";import"./chunk-4KFJSYCR.js";import"./chunk-X7L2XSJU.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as pruneCommand};
