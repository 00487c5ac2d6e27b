import { formatCount } from '../../../../shared/format.ts';
import { hueOf } from '../../../../shared/hue.ts';
import type { CheckReport, Severity } from '../../../../shared/model/finding.ts';
import type { Checkpoint } from '../../../../shared/model/store.ts';
import type { TimelineBuckets } from '../../../../shared/model/timeline.ts';
import { xOfOrdinal } from './scale.ts';

// What stands on the timeline beside the density: consumers and findings. Pure.

export interface Flag {
  readonly x: number;
  readonly consumer: string;
  readonly behind: string;
  readonly hue: number;
  readonly ordinal: number;
  /** Room to the next flag or to the edge of the plot, in pixels. */
  readonly room: number;
}

/** Checkpoints in view, from left to right. */
export function consumerFlags(checkpoints: readonly Checkpoint[], buckets: TimelineBuckets, width: number): Flag[] {
  const placed = checkpoints
    .map((checkpoint) => ({ checkpoint, x: xOfOrdinal(Math.max(0, checkpoint.ordinal), buckets) }))
    .filter(({ x }) => x >= 0 && x <= width)
    .sort((a, b) => a.x - b.x);
  // Consumers at the same point share a flag.
  const groups: { x: number; at: Checkpoint[] }[] = [];
  for (const { checkpoint, x } of placed) {
    const last = groups.at(-1);
    if (last && last.at[0]!.ordinal === checkpoint.ordinal) last.at.push(checkpoint);
    else groups.push({ x, at: [checkpoint] });
  }
  return groups.map(({ x, at: [first, ...others] }, index) => ({
    x,
    consumer: [first!, ...others].map((checkpoint) => checkpoint.consumer).join(', '),
    behind: first!.behind === 0 ? 'up to date' : `${formatCount(first!.behind)} behind`,
    hue: hueOf(first!.consumer),
    ordinal: Math.max(0, first!.ordinal),
    room: (groups[index + 1]?.x ?? width) - x,
  }));
}

export interface FindingMark {
  readonly x: number;
  readonly severity: Severity;
  readonly ordinal: number;
  readonly message: string;
}

const weight: Record<Severity, number> = { error: 2, warning: 1, notice: 0 };

/** One triangle per 6 pixels: the worst finding there. */
export function findingMarks(report: CheckReport, buckets: TimelineBuckets, width: number): FindingMark[] {
  const bySlot = new Map<number, FindingMark>();
  for (const finding of report.findings) {
    for (const ordinal of finding.ordinals) {
      const x = xOfOrdinal(ordinal, buckets);
      if (x < 0 || x > width) continue;
      const slot = Math.round(x / 6);
      const there = bySlot.get(slot);
      if (there && weight[there.severity] >= weight[finding.severity]) continue;
      bySlot.set(slot, { x, severity: finding.severity, ordinal, message: finding.message });
    }
  }
  return [...bySlot.values()];
}

/** Ordinals of all findings, ascending and each once: what `e` and `E` walk. */
export const findingOrdinals = (report: CheckReport): number[] =>
  [...new Set(report.findings.flatMap((finding) => finding.ordinals))].sort((a, b) => a - b);
