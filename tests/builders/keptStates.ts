import type { KeptIndexes } from '../../electron/worker/keptIndex/keptIndexes.ts';
import { OpenedLog } from '../../electron/worker/openedLog.ts';
import { replayOver } from '../../electron/worker/replayOver.ts';
import type { StateAt } from '../../shared/model/state.ts';
import { scanContext } from './scanContext.ts';

/** A projection with one state over all events. */
export const sumProjection = `fromAll().when({
  $init: () => ({ events: 0, sum: 0, last: null }),
  $any: (s, e) => ({ events: s.events + 1, sum: s.sum + e.data.n, last: e.data.note }),
});
`;

export const SUM = 'sum.projection.js';

/** What to ask of a store, and what to fold it with. */
export interface Asked {
  readonly reducer?: string;
  readonly partition?: string | null;
  readonly source?: string;
  readonly every?: number;
  /** Ordinals; -1 for the last event. */
  readonly points: readonly number[];
}

/** Opens a store, asks for states one after the other, closes, and waits until what is kept is kept. */
export async function statesOf(path: string, kept: KeptIndexes | null, asked: Asked): Promise<StateAt[]> {
  const { reducer = SUM, partition = null, source = sumProjection, every, points } = asked;
  const log = await OpenedLog.open(path, { signal: new AbortController().signal, report: () => {}, kept });
  await log.whole();
  const replay = replayOver(log, every);
  try {
    await replay.addProjection(SUM, source);
    const states: StateAt[] = [];
    for (const point of points) {
      const ordinal = point < 0 ? log.index.length + point : point;
      states.push(await replay.stateAt({ reducer, partition }, ordinal, scanContext()));
    }
    return states;
  } finally {
    replay.close();
    log.close();
    await kept?.settled();
  }
}

/** What must not depend on snapshots. */
export const factsOf = (states: readonly StateAt[]) =>
  states.map(({ state, failure, changes, eventsBefore, eventsTotal, partition }) => ({
    state,
    failure,
    changes,
    eventsBefore,
    eventsTotal,
    partition,
  }));
