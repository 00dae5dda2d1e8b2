import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
var t=class extends Error{code;mend;constructor(r,i,n={}){super(i,n.cause===void 0?void 0:{cause:n.cause}),this.name="LeaverError",this.code=r,this.mend=n.mend??""}};function s(e){return(e instanceof Error?e.message:String(e)).replace(/\s+/g," ").trim()}export{t as a,s as b};
