import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-CQV73E6Q.js";import"./chunk-7XBTILFS.js";import"./chunk-F237MJPV.js";import"./chunk-5UJ6JQ5Y.js";import"./chunk-X7L2XSJU.js";import"./chunk-CMW7P7YG.js";import"./chunk-R3RNROFW.js";import"./chunk-BXYU3ABL.js";import"./chunk-WO4VUUL3.js";import"./chunk-TRDA3KEM.js";import"./chunk-BMEGZBWY.js";export{a as compose};
