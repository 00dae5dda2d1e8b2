import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b}from"./chunk-QIUM5GKG.js";import"./chunk-Q2Y4Q525.js";import"./chunk-BXOGLBA3.js";import"./chunk-Z24ERVCA.js";export{a as s3Sink,b as sha256};
