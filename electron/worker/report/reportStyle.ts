// How a report looks on screen and on paper: the light tokens of the application, faces of the system. Pure.

/** Colours of the eight data hues on light ground. */
export const hues = ['#2f7fd0', '#d97528', '#2f9a5c', '#8a5fd6', '#d2506b', '#159e95', '#a8912a', '#6b7a8c'] as const;

export const reportStyle = `
:root { color-scheme: light; --text: #1d2530; --muted: #5d6979; --line: #dfe3e9; --soft: #f4f5f7; --accent: #b46a00;
  --good: #1f8a4c; --warn: #a86400; --bad: #c2343a; --data: #2f7fd0;
  --words: Inter, ui-sans-serif, system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif;
  --mono: 'JetBrains Mono', ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--soft); color: var(--text); font: 13px/1.5 var(--words); -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: 960px; margin: 32px auto; padding: 48px 56px 40px; background: #fff; border: 1px solid var(--line); border-radius: 10px; }
header { border-bottom: 2px solid var(--accent); padding-bottom: 18px; margin-bottom: 8px; }
.kicker { color: var(--accent); font-weight: 600; letter-spacing: .02em; margin: 0 0 6px; }
h1 { font-size: 26px; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; margin: 0 0 8px; overflow-wrap: anywhere; }
.lead { color: var(--muted); margin: 0; max-width: 88ch; overflow-wrap: anywhere; }
section { margin-top: 34px; }
h2 { font-size: 16px; font-weight: 650; margin: 0 0 4px; break-after: avoid; }
h3 { font-size: 13px; font-weight: 650; margin: 22px 0 6px; break-after: avoid; overflow-wrap: anywhere; }
h4 { font-size: 12px; font-weight: 600; margin: 14px 0 4px; color: var(--muted); break-after: avoid; overflow-wrap: anywhere; }
p { margin: 0 0 8px; max-width: 92ch; overflow-wrap: anywhere; }
.about { color: var(--muted); break-after: avoid; }
code, pre, .data { font-family: var(--mono); font-size: 11.5px; font-variant-numeric: tabular-nums; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0; margin: 18px 0 4px; border: 1px solid var(--line); border-radius: 7px; }
.figures div { padding: 12px 16px; border-left: 1px solid var(--line); }
.figures div:first-child { border-left: 0; }
.figures b { display: block; font-size: 20px; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
.figures span { color: var(--muted); font-size: 12px; }
dl { display: grid; grid-template-columns: 150px 1fr; gap: 4px 16px; margin: 10px 0 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; margin: 8px 0 4px; }
th { text-align: left; font-weight: 500; font-size: 11.5px; color: var(--muted); border-bottom: 1px solid var(--line); padding: 4px 14px 4px 0; vertical-align: bottom; }
td { border-bottom: 1px solid #eceff3; padding: 5px 14px 5px 0; vertical-align: baseline; overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.num { font-family: var(--mono); font-size: 11.5px; }
.dot { display: inline-block; width: 8px; height: 8px; border-radius: 2px; margin-right: 7px; }
.mark { font-weight: 600; white-space: nowrap; }
.error { color: var(--bad); } .warning { color: var(--warn); } .notice { color: var(--muted); } .fine { color: var(--good); }
.changes td:first-child { white-space: nowrap; }
.fields { table-layout: fixed; } .fields th:nth-child(-n+2) { width: 26%; } .fields th:last-child { width: 76px; }
.fields td:first-child { white-space: normal; }
.checks td:first-child { width: 34%; }
.findings td:first-child { width: 92px; }
.events { table-layout: fixed; }
.events .o { width: 62px; } .events .t { width: 188px; } .events .r { width: 54px; } .events .v { width: 66px; }
.events tbody { break-inside: avoid; border-bottom: 1px solid var(--line); }
.events tbody td { border-bottom: 0; padding-bottom: 2px; }
.events tbody tr + tr td { padding-top: 0; padding-bottom: 7px; color: var(--muted); }
pre { margin: 6px 0; padding: 10px 12px; background: var(--soft); border-radius: 7px; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; }
.was { color: var(--muted); text-decoration: line-through; }
.none { color: var(--muted); }
.chart { display: block; width: 100%; height: auto; margin: 14px 0 2px; }
.chart text { font: 10.5px var(--words); fill: #5d6979; }
.commands td:last-child { width: 62%; }
footer { margin-top: 40px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--muted); font-size: 12px; }
@media (max-width: 720px) { main { margin: 0; border: 0; border-radius: 0; padding: 24px 18px; } .figures { grid-template-columns: repeat(2, 1fr); } .figures div:nth-child(3) { border-left: 0; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 6px; } }
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) ' / ' counter(pages); font: 8pt sans-serif; color: #5d6979; } }
@media print {
  body { background: #fff; font-size: 9.5pt; }
  main { max-width: none; margin: 0; padding: 0; border: 0; border-radius: 0; }
  code, pre, .data, td.num { font-size: 8pt; }
  section { margin-top: 22pt; }
  .chart text { font-size: 13px; }
  pre { border: 1px solid var(--line); background: #fff; }
  .events .o { width: 42pt; } .events .t { width: 132pt; } .events .r { width: 34pt; } .events .v { width: 44pt; }
}
`;
