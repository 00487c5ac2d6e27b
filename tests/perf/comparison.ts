import { type Summary, shortNumber, summaryText } from './statistics.ts';

/** What is to be reached: of our own figure, or of its ratio to the peer's. */
export interface Goal {
  readonly of: 'ours' | 'ratio';
  readonly bound: 'atMost' | 'atLeast';
  readonly limit: number;
}

/** One line of the result: our figure, that of a peer in the same run, and what was to be reached. */
export interface Comparison {
  readonly what: string;
  readonly ours: Summary;
  readonly peer: { readonly name: string; readonly figure: Summary } | null;
  readonly goals: readonly Goal[];
}

export const atMost = (limit: number): Goal => ({ of: 'ours', bound: 'atMost', limit });
export const atLeast = (limit: number): Goal => ({ of: 'ours', bound: 'atLeast', limit });
export const ratioAtMost = (limit: number): Goal => ({ of: 'ratio', bound: 'atMost', limit });

/** Our figure through the peer's; `null` without a peer. */
export const ratioOf = ({ ours, peer }: Comparison): number | null =>
  peer === null ? null : ours.value / peer.figure.value;

/** Whether a goal is reached; `null` when there is no peer to tell by. */
export function isReached(comparison: Comparison, { of, bound, limit }: Goal): boolean | null {
  const figure = of === 'ours' ? comparison.ours.value : ratioOf(comparison);
  if (figure === null) return null;
  return bound === 'atMost' ? figure <= limit : figure >= limit;
}

export const comparisonHead = ['what', 'Eventloupe', 'peer', 'ratio', 'goal'] as const;

/** The cells of a comparison under `comparisonHead`. */
export function comparisonCells(comparison: Comparison): string[] {
  const { what, ours, peer, goals } = comparison;
  const ratio = ratioOf(comparison);
  return [
    what,
    summaryText(ours),
    peer === null ? '' : `${peer.name}: ${summaryText(peer.figure)}`,
    ratio === null ? '' : `${shortNumber(ratio)} ×`,
    goals.map((goal) => `${verdict(isReached(comparison, goal))}${goalText(goal, ours.unit)}`).join(', '),
  ];
}

const verdict = (reached: boolean | null): string => (reached === null ? '' : reached ? '✓ ' : '✗ ');

function goalText({ of, bound, limit }: Goal, unit: string): string {
  const number = limit >= 1000 ? shortNumber(limit) : String(limit);
  return `${bound === 'atMost' ? '≤' : '≥'} ${number} ${of === 'ratio' ? '×' : unit}`;
}
