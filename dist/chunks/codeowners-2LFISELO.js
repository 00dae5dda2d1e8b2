import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b}from"./chunk-SQHREE3P.js";import"./chunk-GLXHNSK4.js";import"./chunk-4FLNQ76I.js";import"./chunk-PNLOTPIC.js";import"./chunk-YZ7UKJJA.js";import"./chunk-JKUVG42N.js";import"./chunk-WSCGRK3V.js";import"./chunk-F237MJPV.js";import"./chunk-5UJ6JQ5Y.js";import"./chunk-X7L2XSJU.js";import"./chunk-R3RNROFW.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as codeownersCommand,b as inspectCodeowners};
