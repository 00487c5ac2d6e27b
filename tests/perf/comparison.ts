import { type Summary, shortNumber, summaryText } from './statistics.ts';

/** What is to be reached: of our own figure, or of its ratio to the peer's. */
export interface Goal {
  readonly of: 'ours' | 'ratio';
  readonly bound: 'atMost' | 'atLeast';
  readonly limit: number;
}

/** One line of the result: our figure, that of a peer in the same run, and the goal. */
export interface Comparison {
  readonly what: string;
  readonly ours: Summary;
  readonly peer: { readonly name: string; readonly figure: Summary } | null;
  readonly goal: Goal | null;
}

export const atMost = (limit: number): Goal => ({ of: 'ours', bound: 'atMost', limit });
export const atLeast = (limit: number): Goal => ({ of: 'ours', bound: 'atLeast', limit });
export const ratioAtMost = (limit: number): Goal => ({ of: 'ratio', bound: 'atMost', limit });

/** Our figure through the peer's; `null` without a peer. */
export const ratioOf = ({ ours, peer }: Comparison): number | null =>
  peer === null ? null : ours.value / peer.figure.value;

/** Whether the goal is reached; `null` when there is none, or no peer to tell by. */
export function isReached(comparison: Comparison): boolean | null {
  const { goal, ours } = comparison;
  if (goal === null) return null;
  const figure = goal.of === 'ours' ? ours.value : ratioOf(comparison);
  if (figure === null) return null;
  return goal.bound === 'atMost' ? figure <= goal.limit : figure >= goal.limit;
}

export const comparisonHead = ['what', 'Eventloupe', 'peer', 'ratio', 'goal', ''] as const;

/** The cells of a comparison under `comparisonHead`. */
export function comparisonCells(comparison: Comparison): string[] {
  const { what, ours, peer, goal } = comparison;
  const ratio = ratioOf(comparison);
  const reached = isReached(comparison);
  return [
    what,
    summaryText(ours),
    peer === null ? '' : `${peer.name}: ${summaryText(peer.figure)}`,
    ratio === null ? '' : `${shortNumber(ratio)} ×`,
    goal === null ? '' : goalText(goal, ours.unit),
    reached === null ? '' : reached ? '✓' : '✗',
  ];
}

function goalText({ of, bound, limit }: Goal, unit: string): string {
  const number = limit >= 1000 ? shortNumber(limit) : String(limit);
  return `${bound === 'atMost' ? '≤' : '≥'} ${number} ${of === 'ratio' ? '×' : unit}`;
}
