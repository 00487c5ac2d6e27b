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
  /** How often it was measured. */
  readonly count: number;
  /** Runs repeat the same; points are each another one. */
  readonly counted: 'runs' | 'points';
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

/** Several measurements as one summary: by their median, or by a percentile. */
export function summarize(
  values: readonly number[],
  unit: Unit,
  { counted = 'runs', p = 50 }: { readonly counted?: Summary['counted']; readonly p?: number } = {},
): Summary {
  return {
    unit,
    value: p === 50 ? median(values) : percentile(values, p),
    low: Math.min(...values),
    high: Math.max(...values),
    count: values.length,
    counted,
    percentile: p,
  };
}

/** Three significant digits, thousands with commas: `0.0123`, `4.56`, `1,230`. */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude < 3) return value.toFixed(2 - Math.min(2, magnitude));
  const step = 10 ** (magnitude - 2);
  return String(Math.round(value / step) * step).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `6.21 s (6.02–6.48, 3 runs)`; what was measured once shows no spread. */
export function summaryText({ unit, value, low, high, count, counted, percentile: p }: Summary): string {
  const inSeconds = unit === 'ms' && value >= 1000;
  const show = (one: number): string => shortNumber(inSeconds ? one / 1000 : one);
  const of = p === 50 ? '' : `p${p} `;
  const spread = count === 1 ? '' : ` (${show(low)}–${show(high)}, ${count} ${counted})`;
  return `${of}${show(value)} ${inSeconds ? 's' : unit}${spread}`;
}

/** A table in Markdown whose columns stand under each other. Every row has as many cells as the head. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
