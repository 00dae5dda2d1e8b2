import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-GE7QT7FS.js";import"./chunk-BMEGZBWY.js";export{a as schemas};
