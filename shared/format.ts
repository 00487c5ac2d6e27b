import type { Micros } from './model/event.ts';

// Numbers, sizes and spans as a person reads them. Always English and without locale, so that the same input gives the
// same text on every machine: reports depend on it.

/** `1,234,567`. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `1 event`, `2 events`; irregular plurals are given. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const sizes = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `26 kB`, `1.4 GB`; powers of 1,000. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < sizes.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value))} ${sizes[unit]}`;
}

const spans: readonly [name: string, micros: number][] = [
  ['d', 86_400e6],
  ['h', 3_600e6],
  ['min', 60e6],
  ['s', 1e6],
];

/** A span of time in its two largest units: `2 min 48 s`, `3 d 4 h`, `120 ms`. */
export function formatSpan(micros: Micros): string {
  const sign = micros < 0 ? '-' : '';
  let rest = Math.abs(micros);
  if (rest < 1000) return `${sign}${Math.round(rest)} µs`;
  if (rest < 1e6) return `${sign}${Math.round(rest / 1000)} ms`;
  rest = Math.round(rest / 1e6) * 1e6;
  const first = spans.findIndex(([, size]) => rest >= size);
  const [name, size] = spans[first]!;
  const whole = Math.floor(rest / size);
  const second = spans[first + 1];
  const part = second ? Math.floor((rest - whole * size) / second[1]) : 0;
  return part === 0 ? `${sign}${whole} ${name}` : `${sign}${whole} ${name} ${part} ${second![0]}`;
}

/** `100 %`, `9 %`, `<1 %`. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (percent > 0 && percent < 1) return '<1 %';
  if (percent < 100 && percent > 99) return '>99 %';
  return `${Math.round(percent)} %`;
}
