import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
import{a,b,c,d,e,f,g}from"./chunk-4RWV5F6A.js";import"./chunk-WWZIEIV4.js";import"./chunk-Q4QKW5YX.js";import"./chunk-NY3LWEMP.js";import"./chunk-Z24ERVCA.js";export{f as ENV_ACCOUNT_ID,e as ENV_CREDENTIAL_SCOPE,d as ENV_EXPIRATION,a as ENV_KEY,b as ENV_SECRET,c as ENV_SESSION,g as fromEnv};
