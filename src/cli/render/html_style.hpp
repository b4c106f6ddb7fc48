#pragma once

#include <string_view>

namespace proactive::cli {

// The style of a page (html.hpp): two themes, of which the reader's system chooses, and no fonts but its own. Texts
// have a contrast of 4.5 or more to what is behind them in both.
inline constexpr std::string_view page_style = R"css(
:root {
  --page: #f4f6f8; --card: #ffffff; --edge: #dde3e9; --ink: #17202a; --soft: #55616e;
  --bar: #2a7ab0; --lost: #b9d3e6; --track: #eef2f5; --grid: #dfe5ea; --interval: #17202a;
  --bad: #b3261e; --link: #1a5f8c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151b; --card: #19212a; --edge: #2b3641; --ink: #e8edf2; --soft: #a3b0bd;
    --bar: #4fa3d9; --lost: #2f4f66; --track: #232d38; --grid: #2c3742; --interval: #f2f6fa;
    --bad: #ff9d94; --link: #8cc8ef;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 78rem; padding: 1.25rem 1rem 2.5rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
header { margin-bottom: 1.25rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; letter-spacing: -0.01em; }
h2 { margin: 0 0 0.75rem; font-size: 1.1rem; line-height: 1.3; }
h3, figcaption { margin: 0 0 0.5rem; font-size: 0.875rem; font-weight: 600; color: var(--soft); }
p { margin: 0 0 0.75rem; max-width: 70ch; }
header p, footer, .note, .empty { color: var(--soft); }
header p { margin: 0.25rem 0 0; }
footer { margin-top: 1.5rem; font-size: 0.875rem; }
.note { margin: 0 0 0.5rem; font-size: 0.8125rem; }
a { color: var(--link); }
.alert { margin: 0; border-radius: 0 0.75rem 0.75rem 0; padding: 0.75rem 1rem; max-width: none; border-left: 4px solid var(--bad);
  background: var(--card); }
.alert a { color: var(--bad); font-weight: 600; }
main { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
section, .tile { background: var(--card); border: 1px solid var(--edge); border-radius: 0.75rem; }
section { padding: 1rem; min-width: 0; }
section > :last-child, figure > :last-child { margin-bottom: 0; }
.tiles { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); margin: 0; }
.tile { padding: 0.75rem 1rem; min-width: 0; }
.tile dt { font-size: 0.8125rem; color: var(--soft); }
.tile dd { margin: 0; }
.tile .figure { font-size: 1.5rem; font-weight: 650; line-height: 1.25; letter-spacing: -0.02em; }
.bad .figure { color: var(--bad); }
figure { margin: 0 0 1.5rem; min-width: 0; }
.pair { display: grid; gap: 1.5rem; grid-template-columns: minmax(0, 1fr); }
.pair > figure { margin-bottom: 0; }
.pair + .scroll { margin-top: 1.5rem; }
svg { display: block; overflow: visible; font-size: 0.8125rem; }
svg.columns, svg.heat { padding-left: 3.25rem; }
text { fill: var(--ink); }
.tick, .blank { fill: var(--soft); }
.tick { font-size: 0.75rem; }
.field { fill: var(--ink); }
.value { font-weight: 600; }
.bar { fill: var(--bar); }
.lost { fill: var(--lost); }
.track { fill: var(--track); }
.touch { fill: transparent; }
.unknown { fill: none; stroke: var(--soft); stroke-dasharray: 2 2; }
.grid, .base { stroke: var(--grid); }
.base { stroke: var(--soft); }
.interval { stroke: var(--interval); stroke-width: 2; }
details { margin-top: 0.5rem; }
figure + details { margin-top: -1rem; }
summary { color: var(--link); font-size: 0.8125rem; cursor: pointer; }
details[open] summary { margin-bottom: 0.5rem; }
.scroll { overflow-x: auto; margin-bottom: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; overflow-wrap: normal; }
th, td { padding: 0.375rem 1rem 0.375rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--edge); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
tfoot th, tfoot td { font-weight: 650; border-bottom: 0; }
.number { text-align: right; white-space: nowrap; }
bdi { display: inline-block; max-width: 32rem; overflow-wrap: break-word; }
.long { min-width: 16rem; }
time { white-space: nowrap; }
@media (max-width: 32rem) {
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .tile:first-child:nth-last-child(odd) { grid-column: 1 / -1; }
}
@media (min-width: 60rem) {
  body { padding: 2rem 2rem 3rem; }
  main, .pair { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.25rem; }
  .pair { column-gap: 2.5rem; }
  .tiles, .whole { grid-column: 1 / -1; }
  .tiles:has(> :nth-child(7)) { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .tile:first-child:nth-last-child(7) { grid-column: span 2; }
  section { padding: 1.25rem; }
}
@media print {
  body { max-width: none; }
  section { break-inside: avoid; }
}
@media (forced-colors: active) {
  .bar { fill: CanvasText; }
  .track, .lost { fill: none; stroke: GrayText; }
}
)css";

}  // namespace proactive::cli
