import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-ISLC72TZ.js";import"./chunk-TRC5BHZN.js";import"./chunk-VSZJ7FST.js";import"./chunk-ENA7MGKC.js";import"./chunk-BPKYDRWS.js";import"./chunk-RAMJ7RBT.js";import"./chunk-X7L2XSJU.js";import"./chunk-EJ5YOCPL.js";import"./chunk-R3RNROFW.js";import"./chunk-ZOVPGYXZ.js";import"./chunk-WO4VUUL3.js";import"./chunk-QIRDY7AN.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as compose};
