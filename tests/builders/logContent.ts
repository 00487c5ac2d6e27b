import { arraysOf } from '../../electron/worker/eventIndex/columns.ts';
import type { KeptIndexes } from '../../electron/worker/keptIndex/keptIndexes.ts';
import { stampOf } from '../../electron/worker/keptIndex/sourceStamp.ts';
import { OpenedLog } from '../../electron/worker/openedLog.ts';
import type { Mapping } from '../../shared/model/mapping.ts';
import { scanContext } from './scanContext.ts';

/** Everything that a log answers, for comparing two openings of the same store. */
export async function logContent(log: OpenedLog) {
  const { index, reader, store, format } = log;
  const { indexedInMs: _took, fromKeptIndex: _kept, indexBytes, ...summary } = log.summary();
  const ordinals = Array.from({ length: index.length }, (_, i) => i);
  const { firstRevision, revisionLabel, globalGapsAreNormal, provenBy, name } = format;
  const positions = Array.from({ length: index.length }, (_, i) => index.columns.globalPosition.at(i));
  return {
    summary,
    columns: arraysOf(index.columns, index.length),
    clock: index.clock.slice(0, index.length),
    streams: index.streams.all,
    types: index.types.all,
    schemaVersions: index.schemaVersions.all,
    numbers: index.streams.all.map((stream) => index.streams.numberOf(stream)),
    postings: index.streams.all.map((_, stream) => [index.streamLength(stream), ...index.ordinalsOfStream(stream)]),
    atPosition: positions.map((position) => index.ordinalAtPosition(position)),
    problems: index.problems,
    problemCount: index.problemCount,
    times: [index.firstTime, index.lastTime],
    indexBytes,
    traits: { firstRevision, revisionLabel, globalGapsAreNormal, provenBy, name },
    events: log.events(ordinals),
    payloads: reader.readPayloads(index, ordinals),
    snapshots: store.snapshots(),
    consumers: log.consumers(),
    info: await log.info(scanContext()),
  };
}

/** Waits until a file that was just written is old enough for every later change to show in its times. */
export async function settle(path: string): Promise<string> {
  while ((await stampOf(path))?.settled !== true);
  return path;
}

export interface Opening {
  readonly fromKept: boolean;
  readonly note: string | null;
  readonly content: Awaited<ReturnType<typeof logContent>>;
}

/** Opens, reads everything, waits until the index is kept, and closes. */
export async function openOnce(
  path: string | readonly string[],
  kept: KeptIndexes | null,
  mapping: Mapping | null = null,
): Promise<Opening> {
  const log = await OpenedLog.open(path, { signal: new AbortController().signal, report: () => {}, kept, mapping });
  try {
    await log.kept;
    return { fromKept: log.summary().fromKeptIndex, note: log.keptNote, content: await logContent(log) };
  } finally {
    log.close();
  }
}
