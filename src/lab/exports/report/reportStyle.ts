/** Style of the report: a light sheet of paper, on screen and in print. */
export const REPORT_STYLE = `
:root { color-scheme: light; --text: #1b1c1e; --secondary: #4a4b4f; --muted: #636468; --line: #dcdcd6; --danger: #9f1d16; --sunken: #f8f8f6;
  --sans: -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Inter, Cantarell, Ubuntu, "Noto Sans", "Liberation Sans", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px 48px; background: #f3f3f0; color: var(--text); font: 13px/20px var(--sans); font-variant-numeric: tabular-nums; }
main { max-width: 780px; margin: 0 auto; padding: 44px 52px 56px; background: #fff; box-shadow: 0 1px 2px rgb(24 25 28 / 0.08); border: 1px solid var(--line); }
/* Looked at within the app, the paper lies on the app's own desk. */
body:has(> main:target) { background: none; }
main { scroll-margin-top: 24px; }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 32px; font-weight: 600; }
h2 { margin: 32px 0 12px; padding-top: 20px; border-top: 1px solid var(--line); font-size: 15px; line-height: 20px; font-weight: 600; }
h3 { margin: 20px 0 8px; font-size: 13px; font-weight: 600; }
p { margin: 8px 0; }
.byline, .note, figcaption { color: var(--secondary); font-size: 12px; line-height: 17px; }
.lede { margin: 20px 0 24px; font-size: 15px; line-height: 23px; }
table { width: 100%; border-collapse: collapse; font-size: 12px; line-height: 17px; }
th, td { padding: 5px 8px; text-align: left; vertical-align: baseline; font-weight: 400; border-bottom: 1px solid #ebebe7; unicode-bidi: isolate; overflow-wrap: anywhere; }
thead th { color: var(--secondary); border-bottom-color: #c0c0b9; vertical-align: bottom; overflow-wrap: normal; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
.num { text-align: right; overflow-wrap: normal; }
td.num { white-space: nowrap; }
.whole { overflow-wrap: break-word; }
.strong { font-weight: 600; }
.muted { color: var(--muted); }
.bad { color: var(--danger); font-size: 11px; }
.code { font-family: var(--mono); font-size: 11px; }
.small th, .small td { padding-top: 3px; padding-bottom: 3px; }
.wide { overflow-x: auto; }
.wide td, .wide thead th { min-width: 62px; }
.key { margin-right: 8px; vertical-align: -1px; }
th:has(> .key) { min-width: 96px; }
figure { margin: 20px 0; break-inside: avoid; }
figure > svg, .pair svg { max-width: 100%; height: auto; }
.above { margin-bottom: 6px; color: var(--text); font-size: 13px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-bottom: 6px; }
.remark { padding: 8px 12px; border: 1px solid var(--line); background: var(--sunken); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 8px 0; }
dt { color: var(--secondary); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 8px 0; padding: 12px; overflow-x: auto; background: var(--sunken); border: 1px solid var(--line); border-radius: 4px; font: 11.5px/17px var(--mono); }
code { font-family: var(--mono); font-size: 0.92em; }
@media (max-width: 700px) { main { padding: 24px 16px; } .pair { grid-template-columns: 1fr; } }
@media print { @page { size: A4; margin: 16mm; @bottom-right { content: counter(page) " / " counter(pages); color: #636468; font: 8pt "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif; } } body { padding: 0; background: none; } main { max-width: none; padding: 0; border: 0; box-shadow: none; } pre { white-space: pre-wrap; } thead { display: table-header-group; } tr { break-inside: avoid; } h2, h3, h3 + .note, .above { break-after: avoid; } .small :is(td, thead th) { padding-left: 2px; padding-right: 2px; white-space: normal; overflow-wrap: anywhere; } .wide { overflow: visible; } .wide :is(td, thead th) { min-width: 0; } }
`
