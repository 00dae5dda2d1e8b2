import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-VADBYGUS.js";import"./chunk-Z24ERVCA.js";export{a as schemas};
