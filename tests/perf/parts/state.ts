import { measure } from '../child.ts';
import { alone, atMost, type Comparison, ratioAtMost } from '../comparison.ts';
import { emmettLog, jsonLinesLog } from '../data.ts';
import { type Summary, summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part } from './part.ts';

/** States at random points: of streams, of the stream with a fifth of all events, and of a projection over everything. */
export const statePart: Part = {
  name: 'state',
  title: 'state at a random point, and waits behind background work, 1M events',
  run: (bench) => {
    const path = jsonLinesLog(bench.folder, MILLION);
    bench.say('states of streams');
    const streams = measure('streamStates', { path, points: 300, naivePoints: 7 });
    bench.say('states of a projection over all events');
    const projection = measure('projectionStates', { path, points: 200 });
    const ms = (runs: readonly number[], p = 50): Summary => summarize(runs, 'ms', { counted: 'points', p });
    return [
      alone('state of a stream, snapshots as they come', ms(streams.random), []),
      alone('state of a stream, snapshots as they come', ms(streams.random, 95), [atMost(4)]),
      alone('first state of the 200k stream', ms([streams.skewedFirst]), []),
      alone('state of the 200k stream, snapshots warm', ms(streams.skewed, 95), [atMost(4)]),
      {
        what: 'state of the 200k stream, snapshots warm',
        ours: ms(streams.skewed.slice(0, streams.naive.length)),
        peer: { name: 'replay without snapshots', figure: ms(streams.naive) },
        goals: [ratioAtMost(0.01)],
      },
      ...againstEmmett(bench),
      alone('first state of a projection over all events', ms([projection.wholeMs]), []),
      alone('state of the projection, snapshots warm', ms(projection.warm), []),
      alone('state of the projection, snapshots warm', ms(projection.warm, 95), [atMost(16)]),
      ...longestWaits(bench, '1M JSON Lines', path, MILLION / 2),
      ...longestWaits(bench, '1M Emmett SQLite', emmettLog(bench.folder, MILLION), MILLION / 4),
    ];
  },
};

/** How long a request waits while the whole log is worked on. */
function longestWaits(bench: Bench, kind: string, path: string, folded: number): Comparison[] {
  bench.say(`waits behind work on ${kind}`);
  return measure('waits', { path, folded }).map(({ behind, longestWaitMs }) =>
    alone(`longest wait behind ${behind}, ${kind}`, summarize([longestWaitMs], 'ms'), [atMost(20)]),
  );
}

function againstEmmett(bench: Bench): Comparison[] {
  const what = 'state of the 200k stream in Emmett SQLite, snapshots warm';
  if (!bench.has.emmett) {
    return [
      {
        what,
        ours: null,
        peer: null,
        goals: [],
        skipped: "Emmett's aggregate is not installed: it needs the native sqlite3",
      },
    ];
  }
  bench.say("states of a stream, Emmett's aggregate");
  const { ours, emmett } = measure('emmettStates', { path: emmettLog(bench.folder, MILLION), points: 7 });
  const figure = (runs: readonly number[]): Summary => summarize(runs, 'ms', { counted: 'points' });
  return [{ what, ours: figure(ours), peer: { name: "Emmett's aggregate", figure: figure(emmett) }, goals: [] }];
}
