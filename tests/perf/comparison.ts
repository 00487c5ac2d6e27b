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
  /** `null` where nothing could be measured: `skipped` says why. */
  readonly ours: Summary | null;
  readonly peer: { readonly name: string; readonly figure: Summary } | null;
  readonly goals: readonly Goal[];
  /** The peer, or the whole measurement, that is left out, and why. */
  readonly skipped?: string;
}

/** Our figure alone. */
export const alone = (what: string, ours: Summary, goals: readonly Goal[] = []): Comparison => ({
  what,
  ours,
  peer: null,
  goals,
});

/** Our figure beside a peer that is not on this machine. */
export const notInstalled = (what: string, ours: Summary, peer: string, goals: readonly Goal[] = []): Comparison => ({
  what,
  ours,
  peer: null,
  goals,
  skipped: `${peer} is not installed`,
});

export const atMost = (limit: number): Goal => ({ of: 'ours', bound: 'atMost', limit });
export const atLeast = (limit: number): Goal => ({ of: 'ours', bound: 'atLeast', limit });
export const ratioAtMost = (limit: number): Goal => ({ of: 'ratio', bound: 'atMost', limit });

/** Our figure through the peer's; `null` without a peer. */
export const ratioOf = ({ ours, peer }: Comparison): number | null =>
  peer === null || ours === null ? null : ours.value / peer.figure.value;

/** Whether a goal is reached; `null` when there is no peer to tell by. */
export function isReached(comparison: Comparison, { of, bound, limit }: Goal): boolean | null {
  const figure = of === 'ours' ? (comparison.ours?.value ?? null) : ratioOf(comparison);
  if (figure === null) return null;
  return bound === 'atMost' ? figure <= limit : figure >= limit;
}

export const comparisonHead = ['what', 'Eventloupe', 'peer', 'ratio', 'goal'] as const;

/** The cells of a comparison under `comparisonHead`. */
export function comparisonCells(comparison: Comparison): string[] {
  const { what, ours, peer, goals, skipped } = comparison;
  const ratio = ratioOf(comparison);
  return [
    what,
    ours === null ? '' : summaryText(ours),
    peer !== null ? `${peer.name}: ${summaryText(peer.figure)}` : skipped === undefined ? '' : `skipped: ${skipped}`,
    ratio === null ? '' : `${shortNumber(ratio)} ×`,
    goals.map((goal) => `${verdict(isReached(comparison, goal))}${goalText(goal, ours?.unit ?? '')}`).join(', '),
  ];
}

const verdict = (reached: boolean | null): string => (reached === null ? '' : reached ? '✓ ' : '✗ ');

/** The goals that are not reached, one a line: what, the figure, what it was to be. Empty when there are none. */
export function missedText(comparisons: readonly Comparison[]): string {
  const missed = comparisons.flatMap((comparison) =>
    comparison.goals
      .filter((goal) => isReached(comparison, goal) === false)
      .map((goal) => {
        const { what, ours, peer } = comparison;
        const figure = goal.of === 'ours' ? summaryText(ours!) : `${shortNumber(ratioOf(comparison)!)} × ${peer!.name}`;
        return `  ✗ ${what}: ${figure}, goal ${goalText(goal, ours!.unit)}`;
      }),
  );
  return missed.join('\n');
}

function goalText({ of, bound, limit }: Goal, unit: string): string {
  const number = limit >= 1000 ? shortNumber(limit) : String(limit);
  return `${bound === 'atMost' ? '≤' : '≥'} ${number} ${of === 'ratio' ? '×' : unit}`;
}
