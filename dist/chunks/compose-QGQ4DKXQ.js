import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-NPZJTLEL.js";import"./chunk-AF47YTYF.js";import"./chunk-EXAYJNEP.js";import"./chunk-JMUPS262.js";import"./chunk-XM7M24UZ.js";import"./chunk-O436MCZ3.js";import"./chunk-PJIO2J5N.js";import"./chunk-7YEKCPYG.js";import"./chunk-X7L2XSJU.js";import"./chunk-LYC7L4NC.js";import"./chunk-R3RNROFW.js";import"./chunk-KV56XG5M.js";import"./chunk-WO4VUUL3.js";import"./chunk-Q2Y4Q525.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{a as compose};
