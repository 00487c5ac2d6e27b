import type { Ordinal } from '../../../shared/model/event.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { Reducer } from '../replay/reducer.ts';

/**
 * The same reducer over recorded and scratch events together: numbers from `base` on are scratch events, counted from
 * there, all others are ordinals of the log.
 */
export function branchReducer(reducer: Reducer, scratch: ReadableLog, base: number): Reducer {
  const { info, partitioning, readsAll } = reducer;
  return {
    info,
    partitioning,
    readsAll,
    reads: (streamId) => reducer.reads(streamId),
    initialState: () => reducer.initialState(),
    begin: (state) => reducer.begin(state),
    read(log, rows) {
      const recorded: Ordinal[] = [];
      const own: Ordinal[] = [];
      for (let i = 0; i < rows.length; i++) {
        if (rows[i]! < base) recorded.push(rows[i]!);
        else own.push(rows[i]! - base);
      }
      const texts = reducer.read(log, recorded);
      if (own.length === 0) return texts;
      const ownTexts = reducer.read(scratch, own);
      const all: (string | null)[] = [];
      let at = 0;
      let ownAt = 0;
      for (let i = 0; i < rows.length; i++) {
        all.push(rows[i]! < base ? texts[at++]! : ownTexts[ownAt++]!);
      }
      return all;
    },
  };
}
