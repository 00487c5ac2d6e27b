import { emmettStates } from './measurements/emmettStates.ts';
import { allChecks, columnChecks } from './measurements/integrity.ts';
import { mixedStates } from './measurements/mixedStates.ts';
import { duckDbTable, firstTimeline, openEach, openLines, openLog, parseLines } from './measurements/opening.ts';
import { schemaPass } from './measurements/schemas.ts';
import { scrub } from './measurements/scrubbing.ts';
import { searchAmount, searchWord } from './measurements/searching.ts';
import { firstProjectionState, mergeReplay, projectionStates, streamStates } from './measurements/states.ts';
import { timelines } from './measurements/timeline.ts';
import { waits } from './measurements/waits.ts';
import { openThroughWorker } from './measurements/worker.ts';

// The child process of the bench: one measurement, named by the first argument, with the settings in the second as
// JSON. Prints its answer as JSON. A fresh process has nothing compiled, cached or left in memory by another one.

const measurements = {
  openLog,
  openLines,
  openEach,
  openThroughWorker,
  firstTimeline,
  duckDbTable,
  parseLines,
  timelines,
  streamStates,
  mixedStates,
  emmettStates,
  projectionStates,
  firstProjectionState,
  mergeReplay,
  schemaPass,
  columnChecks,
  allChecks,
  searchWord,
  searchAmount,
  scrub,
  waits,
};

export type Measurements = typeof measurements;

const [name, settings] = process.argv.slice(2);
const measure = measurements[name as keyof Measurements] as (settings: unknown) => unknown;
process.stdout.write(JSON.stringify(await measure(JSON.parse(settings!))));
