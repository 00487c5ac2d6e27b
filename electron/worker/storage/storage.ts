import type { Ordinal } from '../../../shared/model/event.ts';
import type { Amount, StorageReport } from '../../../shared/model/storage.ts';
import { visitPayloads } from '../eventIndex/payloadBytes.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { inSlices, pauseOf } from '../turns/slices.ts';
import { closedStreams } from './closedStreams.ts';
import { growthOf, type MonthAmount, monthName, monthOf } from './months.ts';

const BATCH = 1024;
const SHOWN_STREAMS = 100;
const SHOWN_PAYLOADS = 20;
/** Of the snapshots that replay keeps by itself. */
const SNAPSHOT_EVERY = 100;

/** What fills the store: one pass over the payloads, and what the columns tell of them. */
export async function storageReport(
  log: ReadableLog,
  storeBytes: number,
  context: ScanContext,
): Promise<StorageReport> {
  const { index } = log;
  const { length } = index;
  const streamCount = index.streams.size;
  const sizes = await payloadSizes(log, context);
  const { stream, type, schemaVersion, recordedAt } = index.columns;

  const versionCount = index.schemaVersions.size;
  const byVersion = new Amounts(index.types.size * versionCount);
  const byStream = new Amounts(index.streams.size);
  const largestOf = new Float64Array(index.types.size);
  const months = new Map<number, { events: number; bytes: number }>();
  const untimed = { events: 0, bytes: 0 };
  const largest = new Largest(sizes, SHOWN_PAYLOADS);
  let total = 0;
  const count = (i: Ordinal): void => {
    const bytes = sizes[i]!;
    total += bytes;
    byVersion.add(type[i]! * versionCount + schemaVersion[i]!, bytes);
    byStream.add(stream[i]!, bytes);
    if (bytes > largestOf[type[i]!]!) largestOf[type[i]!] = bytes;
    largest.see(i);
    const time = recordedAt[i]!;
    const month = Number.isNaN(time) ? untimed : monthEntry(months, monthOf(time));
    month.events++;
    month.bytes += bytes;
  };
  const pause = pauseOf(context, 'read', length);
  await inSlices(length, pause, (from, to) => {
    for (let i = from; i < to; i++) count(i);
  });
  const largestStreams = new Largest(byStream.bytes, SHOWN_STREAMS);
  await inSlices(byStream.events.length, pause, (from, to) => {
    for (let s = from; s < to; s++) if (byStream.events[s]! > 0) largestStreams.see(s);
  });

  const versions = byVersion.entries().map(([pair, amount]) => ({
    type: index.types.text(Math.floor(pair / versionCount)),
    schemaVersion: pair % versionCount === 0 ? null : index.schemaVersions.text(pair % versionCount),
    ...amount,
  }));
  const types = new Map<string, Amount & { type: string; largest: number }>();
  for (const [pair, { events, bytes }] of byVersion.entries()) {
    const number = Math.floor(pair / versionCount);
    const name = index.types.text(number);
    const before = types.get(name) ?? { type: name, events: 0, bytes: 0, largest: largestOf[number]! };
    types.set(name, { ...before, events: before.events + events, bytes: before.bytes + bytes });
  }
  const inMonths = everyMonth(months);
  return {
    events: length,
    bytes: total,
    storeBytes,
    types: [...types.values()].sort(largestFirst),
    versions: versions.sort(largestFirst),
    streams: largestStreams.numbers.map((s) => ({ streamId: index.streams.text(s), ...byStream.of(s) })),
    streamCount,
    months: inMonths.map(({ month, events, bytes }) => ({ month: monthName(month), events, bytes })),
    untimed,
    growth: growthOf(inMonths),
    largestPayloads: largest.numbers.map((ordinal) => ({
      ordinal,
      type: index.types.text(type[ordinal]!),
      bytes: sizes[ordinal]!,
    })),
    savings: await savingsOf(log, sizes, byStream, context),
  };
}

/** Bytes of each payload, by ordinal. */
async function payloadSizes(log: ReadableLog, context: ScanContext): Promise<Float64Array> {
  const { index } = log;
  const sizes = new Float64Array(index.length);
  for (let start = 0; start < sizes.length; start += BATCH) {
    const ordinals = Uint32Array.from({ length: Math.min(BATCH, sizes.length - start) }, (_, i) => start + i);
    const others: Ordinal[] = [];
    visitPayloads(log, ordinals, (at, json, from, to) => {
      if (json === null) others.push(start + at);
      else sizes[start + at] = to - from;
    });
    for (const [i, { payload }] of log.reader.readRecords(index, others).entries()) {
      sizes[others[i]!] = payload.kind === 'binary' ? payload.bytes : Buffer.byteLength(payload.text);
    }
    await context.breathe({ phase: 'read', done: start, total: sizes.length, unit: 'events' });
  }
  return sizes;
}

function monthEntry(
  months: Map<number, { events: number; bytes: number }>,
  month: number,
): { events: number; bytes: number } {
  const entry = months.get(month) ?? { events: 0, bytes: 0 };
  months.set(month, entry);
  return entry;
}

/** A log with one wrong clock may span ages: then months without events are left out. */
const MOST_MONTHS = 1200;

function everyMonth(months: ReadonlyMap<number, Amount>): MonthAmount[] {
  const known = [...months.keys()].sort((a, b) => a - b);
  if (known.length === 0) return [];
  const span = known.at(-1)! - known[0]! + 1;
  const all = span > MOST_MONTHS ? known : Array.from({ length: span }, (_, i) => known[0]! + i);
  return all.map((month) => ({ month, ...(months.get(month) ?? { events: 0, bytes: 0 }) }));
}

/** Finds the largest of some sizes, by number: the largest first, of equals the one with the smallest number. */
class Largest {
  readonly numbers: number[] = [];
  readonly #sizes: Float64Array;
  readonly #most: number;
  /** Bytes of the last one, once there are as many as are wanted. */
  #least = -1;

  constructor(sizes: Float64Array, most: number) {
    this.#sizes = sizes;
    this.#most = most;
  }

  /** To be called by ascending numbers. */
  see(number: number): void {
    const bytes = this.#sizes[number]!;
    if (bytes <= this.#least) return;
    const at = this.numbers.findIndex((other) => this.#sizes[other]! < bytes);
    this.numbers.splice(at < 0 ? this.numbers.length : at, 0, number);
    if (this.numbers.length > this.#most) this.numbers.pop();
    if (this.numbers.length === this.#most) this.#least = this.#sizes[this.numbers.at(-1)!]!;
  }
}

async function savingsOf(
  { index }: ReadableLog,
  sizes: Float64Array,
  byStream: Amounts,
  context: ScanContext,
): Promise<StorageReport['savings']> {
  const spared = { events: 0, bytes: 0 };
  let streams = 0;
  /** Events of each stream that its latest snapshot would stand for. */
  const behind = new Uint32Array(byStream.events.length);
  const pause = pauseOf(context, 'read', sizes.length);
  await inSlices(byStream.events.length, pause, (from, to) => {
    for (let s = from; s < to; s++) {
      const events = byStream.events[s]!;
      behind[s] = events - (events % SNAPSHOT_EVERY);
      if (behind[s] === 0) continue;
      streams++;
      spared.events += behind[s]!;
    }
  });
  const { stream } = index.columns;
  await inSlices(sizes.length, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      if (behind[stream[i]!] === 0) continue;
      behind[stream[i]!]!--;
      spared.bytes += sizes[i]!;
    }
  });
  const closed = await closedStreams(index, sizes.length, context);
  const freed = { events: 0, bytes: 0 };
  for (const stream of closed.streams) {
    const { events, bytes } = byStream.of(stream);
    freed.events += events;
    freed.bytes += bytes;
  }
  return {
    snapshots: { every: SNAPSHOT_EVERY, streams, spared },
    archive: { closing: closed.closing, streams: closed.streams.length, freed },
  };
}

const largestFirst = (a: Amount, b: Amount): number => b.bytes - a.bytes || b.events - a.events;

/** Amounts by number. */
class Amounts {
  readonly events: Float64Array;
  readonly bytes: Float64Array;

  constructor(size: number) {
    this.events = new Float64Array(size);
    this.bytes = new Float64Array(size);
  }

  add(key: number, bytes: number): void {
    this.events[key]!++;
    this.bytes[key]! += bytes;
  }

  of(key: number): Amount {
    return { events: this.events[key]!, bytes: this.bytes[key]! };
  }

  /** Those that there are, by number. */
  entries(): [key: number, amount: Amount][] {
    const found: [number, Amount][] = [];
    for (let key = 0; key < this.events.length; key++) if (this.events[key]! > 0) found.push([key, this.of(key)]);
    return found;
  }
}
