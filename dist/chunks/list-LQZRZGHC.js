import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-RSHO2EQG.js";import"./chunk-V2DAFDNM.js";import"./chunk-VJHTJQJN.js";import"./chunk-JDOENR2M.js";import"./chunk-R2GI7HJI.js";import"./chunk-GIZ5JESO.js";import"./chunk-4FLNQ76I.js";import"./chunk-KKP5GONS.js";import"./chunk-UWKQ5AO3.js";import"./chunk-WSCGRK3V.js";import"./chunk-RP6H5OAE.js";import"./chunk-N4IW3SBS.js";import"./chunk-X7L2XSJU.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as optOutList};
