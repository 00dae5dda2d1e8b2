/** The evidence page's style, for screen and paper. The colours are those of the register's page. */
export const STYLE = `
:root{--paper:#fff;--text:#1b1f24;--quiet:#57606a;--line:#dfe2e6;--faint:#f4f5f7;--good:#1a6334;--look:#7a4a00;--bad:#a3211f;--hold:#3a3aa8;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--paper:#14171b;--text:#e6e9ed;--quiet:#a2abb5;--line:#343b43;--faint:#1f242a;--good:#7bd497;--look:#f1bf62;--bad:#ff9d94;--hold:#b9b8ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:75rem;padding:1.5rem;background:var(--paper);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.25rem 0}.quiet{color:var(--quiet)}.good{color:var(--good)}.look,.act{color:var(--look)}.bad{color:var(--bad);font-weight:600}.hold{color:var(--hold)}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.9rem}th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:var(--faint)}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}
@media print{:root{--paper:#fff;--text:#000;--quiet:#444;--line:#bbb;--faint:#f4f4f4;--good:#000;--look:#000;--bad:#000;--hold:#000;color-scheme:light}body{max-width:none;padding:0;font-size:10pt}section.one,tr{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}}
`;
