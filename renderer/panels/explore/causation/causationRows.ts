import { formatSpan } from '../../../../shared/format.ts';
import type { Causation, CausationNode, ChainEnd, CorrelatedEvent } from '../../../../shared/model/causation.ts';
import { isoToMicros } from '../../../../shared/time.ts';

// A causation as the rows that the screen shows. Pure.

/** Lanes that are drawn side by side; further streams share the last. */
export const mostLanes = 8;

export interface TreeLine {
  readonly node: CausationNode;
  /** Steps from the first cause. */
  readonly level: number;
  /** How long after its cause it was recorded: `33 s later`; empty where that is not known. */
  readonly delay: string;
}

export function treeLines({ nodes }: Causation): TreeLine[] {
  const first = nodes[0]?.depth ?? 0;
  const times = new Map(nodes.map(({ event }) => [event.ordinal, event.recordedAt]));
  return nodes.map((node) => ({
    node,
    level: node.depth - first,
    delay: node.parent === null ? '' : delayText(times.get(node.parent) ?? null, node.event.recordedAt),
  }));
}

/** `33 s later`; times that go back are said. */
function delayText(from: string | null, to: string | null): string {
  if (from === null || to === null) return '';
  const micros = isoToMicros(to) - isoToMicros(from);
  if (micros === 0) return 'at the same time';
  return micros < 0 ? `${formatSpan(-micros)} earlier by its clock` : `${formatSpan(micros)} later`;
}

export function endText(end: ChainEnd): string | null {
  switch (end.kind) {
    case 'first':
      return null;
    case 'missing':
      return `Missing: its cause ${end.id} is no event of this log.`;
    case 'circle':
      return `A circle: its cause is #${end.ordinal} again.`;
    case 'cut':
      return 'The chain of causes goes on; 100 of them are followed.';
  }
}

export interface LaneRow {
  readonly one: CorrelatedEvent;
  /** From 0. */
  readonly lane: number;
  /** Since the row before: `+33 s`; of the first its `0 s`. */
  readonly gap: string;
}

/** The events of a correlation in the order of the log, each with its lane and the time since the one before. */
export function laneRows({ lanes }: NonNullable<Causation['correlation']>): LaneRow[] {
  const laneOf = new Map(lanes.map(({ streamId }, i) => [streamId, Math.min(i, mostLanes - 1)]));
  const all = lanes.flatMap(({ events }) => events).sort((a, b) => a.event.ordinal - b.event.ordinal);
  return all.map((one, i) => {
    const before = i === 0 ? 0 : all[i - 1]!.sinceMicros;
    const gap =
      one.sinceMicros === null || before === null
        ? '–'
        : i === 0
          ? 'start'
          : `${one.sinceMicros < before ? '−' : '+'}${formatSpan(Math.abs(one.sinceMicros - before))}`;
    return { one, lane: laneOf.get(one.event.streamId)!, gap };
  });
}
