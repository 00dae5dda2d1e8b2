import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a}from"./chunk-TIJW66VJ.js";import"./chunk-MQ7ZNYH4.js";import"./chunk-P23TLX57.js";import"./chunk-N7WKFYNW.js";import"./chunk-CI5ZBNCF.js";import"./chunk-Z24ERVCA.js";export{a as painterFor};
