import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-MZMFB7GJ.js";import"./chunk-2SCLYJ36.js";import"./chunk-ALOMGBID.js";import"./chunk-GBUMLH6B.js";import"./chunk-UPW6IDVD.js";import"./chunk-BPKYDRWS.js";import"./chunk-RAMJ7RBT.js";import"./chunk-X7L2XSJU.js";import"./chunk-EJ5YOCPL.js";import"./chunk-R3RNROFW.js";import"./chunk-ZOVPGYXZ.js";import"./chunk-WO4VUUL3.js";import"./chunk-QIRDY7AN.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as compose};
