import type { ScanContext } from '../formats/format.ts';
import type { EventIndex } from './eventIndex.ts';
import type { IndexBuilder } from './indexBuilder.ts';
import { emptyRow } from './rows.ts';

/**
 * Appends all events of `from` to the empty builder `to`, ordered by time; those of the same time, and those without
 * one, keep their place behind their predecessor. For sources that have no order of their own. With `keepStreams` the
 * events of a stream stay in the order they have, also where a time among them goes back.
 */
export async function copyByTime(
  from: EventIndex,
  to: IndexBuilder,
  context: ScanContext,
  keepStreams = false,
): Promise<void> {
  const { length, columns: c } = from;
  const times = keepStreams ? latestInStream(from) : latestKnown(from);
  const order = Uint32Array.from({ length }, (_, i) => i);
  // Written without subtraction: -Infinity minus itself is not 0. Ties by place, so that the order is stable.
  if (!times.every((time, i) => i === 0 || times[i - 1]! <= time))
    order.sort((a, b) => (times[a]! < times[b]! ? -1 : times[a]! > times[b]! ? 1 : a - b));

  const streams = from.streams.all.map((text) => to.streams.intern(text));
  const types = from.types.all.map((text) => to.types.intern(text));
  const versions = from.schemaVersions.all.map((text) => to.schemaVersions.intern(text));
  const ordinals = new Map<number, number>();
  const concerned = new Set(from.problems.map(({ ordinal }) => ordinal));
  const row = emptyRow();
  for (const i of order) {
    row.globalPosition = c.globalPosition.at(i);
    row.stream = streams[c.stream[i]!]!;
    row.streamRevision = c.streamRevision.at(i);
    row.type = types[c.type[i]!]!;
    row.schemaVersion = versions[c.schemaVersion[i]!]!;
    row.recordedAt = c.recordedAt[i]!;
    row.eventIdHash = c.eventIdHash[i]!;
    row.correlationIdHash = c.correlationIdHash[i]!;
    row.causationIdHash = c.causationIdHash[i]!;
    row.place = c.place.at(i);
    row.placeLength = c.placeLength[i]!;
    const ordinal = to.append(row);
    if (concerned.has(i)) ordinals.set(i, ordinal);
    if (ordinal % 1024 === 0) {
      await context.breathe({ phase: 'index', done: ordinal, total: length, unit: 'events', events: to.length });
    }
  }
  for (const problem of from.problems) {
    to.problem({ ...problem, ordinal: problem.ordinal === null ? null : ordinals.get(problem.ordinal)! });
  }
}

/** The time of each event, or of the last one before it that has a time. */
function latestKnown({ length, columns: { recordedAt } }: EventIndex): Float64Array {
  const times = new Float64Array(length);
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const time = recordedAt[i]!;
    if (!Number.isNaN(time)) last = time;
    times[i] = last;
  }
  return times;
}

/** The latest time among each event and those before it in its stream. */
function latestInStream({ length, streams, columns: { recordedAt, stream } }: EventIndex): Float64Array {
  const times = new Float64Array(length);
  const latest = new Float64Array(streams.size).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < length; i++) {
    const time = recordedAt[i]!;
    if (time > latest[stream[i]!]!) latest[stream[i]!] = time;
    times[i] = latest[stream[i]!]!;
  }
  return times;
}
