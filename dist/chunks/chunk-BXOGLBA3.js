import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
var s=class extends Error{code;mend;constructor(n,i,t={}){super(i,t.cause===void 0?void 0:{cause:t.cause}),this.name="LeaverError",this.code=n,this.mend=t.mend??""}};function r(e){return(e instanceof Error?e.message:String(e)).replace(/\s+/g," ").trim()}function d(e){let n=e instanceof s&&e.mend!==""?` ${e.mend}`:"";return`${r(e).replace(/[.]?$/,".")}${n}`}export{s as a,r as b,d as c};
