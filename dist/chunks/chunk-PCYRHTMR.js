import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
var e=[1e3,4e3,15e3],n={github:{limit:{first:6e4,longest:64*6e4,jitter:{from:1,to:1.1},deadline:5*6e4},passing:{first:1e3,longest:6e4,jitter:{from:1,to:1.1},deadline:30*1e3},nobody:{deadline:20*1e3},lookAgain:e,changes:{burst:15,each:1e3}},aws:{limit:{first:1e3,longest:6e4,jitter:{from:.5,to:1},deadline:5*6e4},passing:{first:1e3,longest:6e4,jitter:{from:.5,to:1},deadline:5*6e4},nobody:{deadline:20*1e3},lookAgain:e,changes:null}};export{n as a};
