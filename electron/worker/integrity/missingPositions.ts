import { formatCount, plural } from '../../../shared/format.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import type { IntegerColumn } from '../eventIndex/integerColumn.ts';
import type { ScanContext } from '../formats/format.ts';
import { eachInSlices, inSlices, type Pause, pauseOf, sortInSlices } from '../turns/slices.ts';
import { type CheckedLog, type CheckResult, Findings, type IntegrityCheck } from './check.ts';
import { type RevisionGap, smallerFirst } from './streamRevisions.ts';
import { spanOf } from './words.ts';

/** Below such a share of positions that are taken, they are offsets in bytes or the like, and count nothing. */
const SPARSE = 0.5;

/** Global positions that no event has. Many stores leave gaps by design; of these only some are suspicious. */
export const missingPositions: IntegrityCheck = {
  id: 'missing-global-positions',
  title: 'Gaps in the global order',
  about:
    'A store numbers its events across all streams. Where it does so without gaps, a missing number is a deleted or lost event. Where writes that were rolled back leave gaps, a gap means nothing, unless a stream lacks an event just there.',
  reads: 'columns',
  async run(checked, context): Promise<CheckResult> {
    const { log, traits } = checked;
    const { index } = log;
    const gaps = await positionGaps(index.columns.globalPosition, index.length, context);
    if (gaps === null) return { examined: 'Nothing: this store records no global positions.', findings: [] };
    const events = `${plural(gaps.numbered, 'event')} with a global position`;
    const findings = new Findings('missing-global-positions', 'gaps in the global order');
    if (!traits.globalGapsAreNormal) {
      const add = ({ from, to, next }: PositionGap): void =>
        findings.add(
          'warning',
          `${from}`,
          [next],
          () => `${notThere(from, to)}: the next event is #${next} at ${to + 1n}.`,
          Number(to - from) + 1,
        );
      await eachInSlices(gaps.list, pauseOf(context, 'check', gaps.list.length), add);
      return { examined: events, findings: findings.list() };
    }
    if (gaps.list.length === 0) return { examined: `${events}; no gap`, findings: [] };
    if (gaps.numbered < SPARSE * gaps.span) {
      return {
        examined: `Nothing: global positions in ${traits.name} are far apart, and do not count events.`,
        findings: [],
      };
    }
    await addSuspicious(checked, gaps.list, findings, context);
    const suspicious = findings.list();
    const normal = gaps.list.length - suspicious.length;
    const harmless =
      normal === 0
        ? ''
        : `; ${formatCount(normal)} ${normal === 1 ? 'gap is' : 'gaps are'} harmless: writes that were rolled back leave them in ${traits.name}`;
    return { examined: `${events}${harmless}`, findings: suspicious };
  },
};

/** Positions `from` to `to` that no event has, and the event behind them. */
interface PositionGap {
  readonly from: bigint;
  readonly to: bigint;
  readonly next: Ordinal;
}

interface PositionGaps {
  readonly numbered: number;
  /** Positions from the first to the last, as a double. */
  readonly span: number;
  /** By position. */
  readonly list: readonly PositionGap[];
}

async function positionGaps(
  positions: IntegerColumn,
  length: number,
  context: ScanContext,
): Promise<PositionGaps | null> {
  const pause = pauseOf(context, 'check', length);
  const ordinals = await byPosition(positions, length, pause);
  const list: PositionGap[] = [];
  let numbered = 0;
  let first = -1;
  let last = -1;
  const look = (ordinal: Ordinal): void => {
    const position = positions.number(ordinal);
    if (Number.isNaN(position)) return;
    numbered++;
    if (last < 0) first = ordinal;
    else if (positions.number(last) + 1 !== position || position > Number.MAX_SAFE_INTEGER) {
      const [from, to] = [positions.at(last) + 1n, positions.at(ordinal) - 1n];
      if (from <= to) list.push({ from, to, next: ordinal });
    }
    last = ordinal;
  };
  await inSlices(length, pause, (from, to) => {
    for (let i = from; i < to; i++) look(ordinals === null ? i : ordinals[i]!);
  });
  if (numbered === 0) return null;
  return { numbered, span: positions.number(last) - positions.number(first) + 1, list };
}

/** Ordinals by position; `null` where that is the order they have, as in most logs. */
async function byPosition(positions: IntegerColumn, length: number, pause: Pause): Promise<Uint32Array | null> {
  let isSorted = true;
  await inSlices(length, pause, (from, to) => {
    for (let i = Math.max(1, from); i < to && isSorted; i++) isSorted = !positions.isLarger(i - 1, i);
  });
  if (isSorted) return null;
  const ordinals = new Uint32Array(length);
  await inSlices(length, pause, (from, to) => {
    for (let i = from; i < to; i++) ordinals[i] = i;
  });
  await sortInSlices(ordinals, smallerFirst(positions), pause);
  return ordinals;
}

/** Gaps of the global order that lie where a stream lacks events: that is no write that was rolled back. */
async function addSuspicious(
  { log: { index }, traits, facts }: CheckedLog,
  gaps: readonly PositionGap[],
  findings: Findings,
  context: ScanContext,
): Promise<void> {
  const positions = index.columns.globalPosition;
  const starts: bigint[] = [];
  await eachInSlices(gaps, pauseOf(context, 'check', gaps.length), ({ from }) => void starts.push(from));
  const { gaps: allLost } = await facts.revisions();
  await eachInSlices(allLost, pauseOf(context, 'check', allLost.length), compare);

  function compare(lost: RevisionGap): void {
    const first = countAtOrBefore(starts, starts.length, positions.at(lost.previous));
    const within = countAtOrBefore(starts, starts.length, positions.at(lost.next)) - first;
    if (within <= 0) return;
    const gap = gaps[first]!;
    const stream = index.streams.text(lost.stream);
    findings.add(
      'warning',
      `${stream}:${gap.from}`,
      [gap.next],
      () =>
        within === 1
          ? `${notThere(gap.from, gap.to)}, and between the events around it stream ${stream} lacks ${traits.revisionLabel} ${spanOf(lost.from, lost.to)}: an event was removed here.`
          : `${formatCount(within)} gaps from position ${gap.from} on lie where stream ${stream} lacks ${traits.revisionLabel} ${spanOf(lost.from, lost.to)}: an event was removed at one of them.`,
      within,
    );
  }
}

const notThere = (from: bigint, to: bigint): string =>
  from === to ? `Position ${from} is not there` : `Positions ${spanOf(from, to)} are not there`;
