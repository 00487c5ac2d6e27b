// The timeline of a report as a drawing. Pure.
import { formatCount } from '../../../shared/format.ts';
import type { Report } from '../../../shared/model/report.ts';
import { html, type Markup } from './markup.ts';

const WIDTH = 900;
const HEIGHT = 132;
const BASE = 104;
const TOP = 16;

const fixed = (value: number): string => String(Math.round(value * 100) / 100);

/** Bars of the report's timeline over its scope, with the busiest stretch named. Colours mean nothing here. */
export function timelineDrawing(timeline: Report['timeline']): Markup {
  const peak = Math.max(1, ...timeline.map(({ events }) => events));
  const step = WIDTH / timeline.length;
  const gap = step > 4 ? 1.5 : 0;
  // One event beside a thousand is still seen.
  const height = (events: number): number => (events === 0 ? 0 : Math.max(1.5, ((BASE - TOP) * events) / peak));
  const bars = timeline.map(({ events }, i) =>
    events === 0
      ? null
      : html`<rect x="${fixed(i * step)}" y="${fixed(BASE - height(events))}" width="${fixed(Math.min(step - gap, 60))}" height="${fixed(height(events))}" fill="#2f7fd0"/>`,
  );
  const busiest = timeline.findIndex(({ events }) => events === peak);
  const first = timeline[0]!;
  const last = timeline.at(-1)!;
  const labelX = Math.max(60, Math.min(WIDTH - 60, (busiest + 0.5) * step));
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Events over the scope, at most ${formatCount(peak)} in one of ${timeline.length} stretches">
<text x="${fixed(labelX)}" y="${TOP - 5}" text-anchor="middle">${formatCount(peak)} at most</text>
<line x1="0" x2="${WIDTH}" y1="${BASE + 0.5}" y2="${BASE + 0.5}" stroke="#dfe3e9"/>
${bars}
<text x="0" y="${BASE + 18}">${dateOf(first.from)}</text>
<text x="${WIDTH}" y="${BASE + 18}" text-anchor="end">${first === last && first.from === last.to ? null : dateOf(last.to)}</text>
</svg>`;
}

/** `2026-01-02 03:04:05 UTC` of an ISO time; anything else as it is. */
export const dateOf = (text: string): string =>
  /^\d{4}-\d\d-\d\dT/.test(text) ? `${text.slice(0, 10)} ${text.slice(11, 19)} UTC` : text;
