import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
var e=["maxRevocations","maxRevokedFraction","minAdmins","window","emptySystem"],n=["people","orphans","inactive"];export{e as a,n as b};
