// Numbers of several runs, and the words they are printed in. Pure.

export type Unit = 'ms' | 'ns/event' | 'events/s' | 'bytes/event' | 'MB';

/** What several runs of one measurement gave. */
export interface Summary {
  readonly unit: Unit;
  /** The value that is compared: the median, or the percentile asked for. */
  readonly value: number;
  /** Smallest and largest run. */
  readonly low: number;
  readonly high: number;
  /** How many runs, or how many points when each run is another one. */
  readonly runs: number;
  /** 50 for a median. */
  readonly percentile: number;
}

/** The nearest-rank percentile, `p` from 0 to 100: a value that was measured, never one in between. Throws for no values. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new RangeError('There is no percentile of nothing.');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)]!;
}

/** The value in the middle, or the mean of the two there. Throws for no values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('There is no median of nothing.');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Runs as one summary: by their median, or by the percentile `p`. */
export function summarize(runs: readonly number[], unit: Unit, p = 50): Summary {
  return {
    unit,
    value: p === 50 ? median(runs) : percentile(runs, p),
    low: Math.min(...runs),
    high: Math.max(...runs),
    runs: runs.length,
    percentile: p,
  };
}

/** Three significant digits, thousands with commas: `0.0123`, `4.56`, `1,230`. */
export function shortNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const step = value >= 1000 ? 10 ** (Math.floor(Math.log10(value)) - 2) : 1;
  const [whole, fraction] = (
    Math.round(value / step) * step === 0 || value < 1000
      ? value.toFixed(digits)
      : String(Math.round(value / step) * step)
  ).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `6.21 s (6.02–6.48, 3 runs)`; a single run shows no spread. */
export function summaryText({ unit, value, low, high, runs, percentile: p }: Summary): string {
  const inSeconds = unit === 'ms' && value >= 1000;
  const show = (one: number): string => shortNumber(inSeconds ? one / 1000 : one);
  const of = p === 50 ? '' : `p${p} `;
  const spread = runs === 1 ? '' : ` (${show(low)}–${show(high)}, ${runs} ${p === 50 ? 'runs' : 'points'})`;
  return `${of}${show(value)} ${inSeconds ? 's' : unit}${spread}`;
}

/** A table in Markdown whose columns stand under each other. Every row has as many cells as the head. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
