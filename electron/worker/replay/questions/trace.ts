import type { Ordinal } from '../../../../shared/model/event.ts';
import type { StateTarget, Trace } from '../../../../shared/model/state.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import { BatchSizes, lengthOf } from '../batchSizes.ts';
import type { FoldState, Reducer } from '../reducer.ts';
import type { Replay } from '../replay.ts';

/** Events before a point of which it is told what the reducer printed. */
const TRACED = 100;

/** Events folded between two breaths: author's code may print a lot at each. */
const BATCH = 50;

/** Lines handed out at most. */
const LINES = 1000;

/** What the reducer printed at the last events of a partition up to a point. */
export async function traceAt(
  replay: Replay,
  target: StateTarget,
  ordinal: Ordinal,
  context: ScanContext,
): Promise<Trace> {
  const place = await replay.place(target, ordinal, context);
  const from = Math.max(0, place.count - TRACED);
  const before = await replay.stateOf(place, from, context);
  if (before.failure !== null) return { events: 0, lines: [], unkept: 0 };
  const ordinals = place.partition.ordinals.subarray(from, place.count);
  const state = from === 0 ? null : before.state;
  return traceRange({ log: replay.log, reducer: place.reducer, ordinals, state }, context);
}

/** A stretch of a partition; `state` is that before its first event, `null` for the initial one. */
interface TracedRange {
  readonly log: ReadableLog;
  readonly reducer: Reducer;
  readonly ordinals: Uint32Array;
  readonly state: FoldState | null;
}

/**
 * Folds a stretch once more to hear what the reducer prints at each event. The fold that states come from hears
 * nothing, so printing cannot change one. Where the reducer throws, the lines up to there are what there is.
 */
async function traceRange({ log, reducer, ordinals, state }: TracedRange, context: ScanContext): Promise<Trace> {
  const lines: Trace['lines'][number][] = [];
  let unkept = 0;
  let events = 0;
  const sizes = new BatchSizes(BATCH);
  const run = await reducer.begin(state);
  try {
    while (run.trace && events < ordinals.length) {
      const batch = ordinals.subarray(events, sizes.endOf(log.index, ordinals, events, ordinals.length));
      const texts = reducer.read(log, batch);
      const heard = run.trace(texts);
      for (const { index, text } of heard.printed) {
        const ordinal = batch[index]!;
        lines.push({ ordinal, type: log.index.types.text(log.index.columns.type[ordinal]!), text });
      }
      unkept += heard.unkept;
      events += batch.length;
      sizes.took(batch.length, lengthOf(texts));
      if (heard.failure) break;
      await context.breathe({ phase: 'replay', done: events, total: ordinals.length, unit: 'events' });
    }
  } finally {
    run.close();
  }
  // The newest lines are those of the event that is looked at.
  return { events, lines: lines.slice(-LINES), unkept: unkept + Math.max(0, lines.length - LINES) };
}
