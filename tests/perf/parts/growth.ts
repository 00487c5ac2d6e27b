import { statfsSync } from 'node:fs';
import { measure } from '../child.ts';
import { alone, atMost, type Comparison, ratioAtMost } from '../comparison.ts';
import { jsonLinesLog } from '../data.ts';
import type { WorkerOpening } from '../measurements/worker.ts';
import { summarize } from '../statistics.ts';
import { type Bench, MILLION, type Part, sizeName } from './part.ts';

/** Each takes some seconds. */
const RUNS = 2;

/** The log of 10M events takes as many bytes; twice that must be free to make it. */
const TEN_MILLION_BYTES = 3.2e9;

/** Time and memory per event from 10k events to a million. */
export const growthPart: Part = {
  name: 'growth',
  title: 'time and memory per event, 10k to 1M events',
  run: (bench) => growthLines(bench, [10_000, 100_000, MILLION]),
};

/** The same from one million to ten: minutes, and 3 GB of data. */
export const tenMillionPart: Part = {
  name: 'ten-million',
  title: 'time and memory per event and first timeline, 10M events (3 GB)',
  run: (bench) => {
    const { bavail, bsize } = statfsSync(bench.folder);
    if (bavail * bsize < 2 * TEN_MILLION_BYTES) {
      return [
        { what: '10M events', ours: null, peer: null, goals: [], skipped: 'too little room in the folder of the data' },
      ];
    }
    const lines = growthLines(bench, [MILLION, 10 * MILLION]);
    bench.say('first timeline, 10M JSON Lines');
    const { ms, longestWaitMs } = measure('firstTimeline', { path: jsonLinesLog(bench.folder, 10 * MILLION) });
    return [
      ...lines,
      alone('first timeline, 10M JSON Lines', summarize([ms], 'ms'), [atMost(300)]),
      alone('longest wait while opening, 10M JSON Lines', summarize([longestWaitMs], 'ms'), [atMost(20)]),
    ];
  },
};

/** Each size against the one before it. */
function growthLines(bench: Bench, sizes: readonly number[]): Comparison[] {
  const found = sizes.map((events) => {
    const path = jsonLinesLog(bench.folder, events);
    const openings = Array.from({ length: RUNS }, (_, run): WorkerOpening => {
      bench.say(`growth, ${sizeName(events)} events, round ${run + 1}`);
      return measure('openThroughWorker', { path });
    });
    return {
      events,
      path,
      openings,
      time: summarize(
        openings.map(({ ms }) => (ms * 1e6) / events),
        'ns/event',
      ),
    };
  });
  return found.flatMap(({ events, path, openings, time }, i): Comparison[] => {
    const name = sizeName(events);
    const smaller = found[i - 1];
    // The first is there to be compared with; its own figures belong to another part.
    const isBase = i === 0 && events === MILLION;
    const peer = smaller ? { name: sizeName(smaller.events), figure: smaller.time } : null;
    const lines = isBase
      ? []
      : [{ what: `time per event, ${name}`, ours: time, peer, goals: smaller ? [ratioAtMost(1.2)] : [] }];
    if (events < MILLION || isBase) return lines;
    bench.say(`size of the index, ${name} events`);
    const { columnBytes } = measure('openLog', { path });
    const peak = summarize(
      openings.map(({ peakRss }) => peakRss / 1e6),
      'MB',
    );
    return [
      ...lines,
      alone(`index without dictionaries, ${name}`, summarize([columnBytes / events], 'bytes/event'), [atMost(64)]),
      alone(`peak memory of the whole process, ${name}`, peak, events > MILLION ? [atMost(1000)] : []),
    ];
  });
}
