import { createRequire as leaverCreateRequire } from 'node:module';
const require = leaverCreateRequire(import.meta.url);
function s(n,t){if(n===null||t===null||!URL.canParse(n)||!URL.canParse(t))return null;let{href:l,protocol:e}=new URL(n),r=`${new URL(t).href.replace(/\/+$/,"")}/`;return/^https?:$/.test(e)&&l.startsWith(r)?l:null}export{s as a};
