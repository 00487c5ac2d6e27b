import { nextTurn } from '../../../turns/breathe.ts';
import type { EnvelopePlaces } from '../dialects/dialect.ts';
import { Crew } from '../threads/crew.ts';
import { ScanThreads } from '../threads/scanThreads.ts';
import { type ByteRange, type ScannedRange, scanRange } from './lineRange.ts';
import { LineScanner } from './lineScanner.ts';
import { type CopiedScan, copyScan } from './scanCopy.ts';

/** Bytes of a range: less than a millisecond of work, so that whoever waits for an answer is not kept. */
const RANGE = 1 << 19;
/** Of one that is given to a thread, where nobody is kept: a message costs as much as scanning some 100 kB. */
const THREADS_RANGE = 1 << 21;

/** Ranges that a thread has waiting for it. */
const QUEUE = 2;
/** Bytes whose results wait for those before them: what is scanned ahead stays small. */
const MOST_AHEAD = 16 << 20;

export interface RangeScanOptions {
  /** Threads beside this one; by default as many as the machine has processors left and the file is worth. */
  readonly threads?: number;
  /** Where threads are taken from, and given back to; by default they are started, and ended, for this file alone. */
  readonly pool?: ScanThreads | undefined;
  readonly rangeBytes?: number;
  /** Asked before each range. */
  refuseTelling(): boolean;
}

/** A range that was scanned, and by which scanner: numbers of texts are a scanner's own. */
export interface RangeResult extends ScannedRange {
  readonly range: ByteRange;
  readonly scanner: number;
}

/** One that waits for those before it. */
interface CopiedResult extends RangeResult {
  readonly scans: readonly CopiedScan[];
}

/** This thread's own scanner. */
const OWN = 0;

/**
 * Scans all lines of an open file, range by range, and yields the results in the order of the file; other threads take
 * ranges ahead. Whatever happens to a thread, its ranges are scanned here. Between results, others get their turn.
 */
export async function* rangeScans(
  file: number,
  bytes: number,
  places: EnvelopePlaces,
  options: RangeScanOptions,
): AsyncGenerator<RangeResult> {
  const { rangeBytes = RANGE } = options;
  const own = new LineScanner(places);
  // Compiling the scanner, starting a thread and the first range each take some milliseconds.
  await nextTurn();
  const pool = options.pool ?? new ScanThreads();
  /** By the byte where they begin. */
  const results = new Map<number, CopiedResult>();
  /** Memory of results that have been yielded. */
  const spare: ArrayBuffer[] = [];
  /** What threads have failed at, likewise. */
  const givenBack = new Map<number, ByteRange>();
  /** All before it is scanned, or given to somebody; and all before `at` is yielded. */
  let next = 0;
  let at = 0;
  let wake = (): void => {};

  const upcoming = (size: number): ByteRange => ({ from: next, to: Math.min(bytes, next + size) });
  const isFarAhead = (): boolean => next === bytes || next - at >= MOST_AHEAD;
  const scanHere = (range: ByteRange): RangeResult => {
    return { ...scanRange(file, bytes, range, own, options.refuseTelling()), range, scanner: OWN };
  };
  const crew = new Crew<'scan', ByteRange>(pool, QUEUE, {
    onAnswer: (range, scanned, scanner) => results.set(range.from, { ...scanned, range, scanner }),
    onGivenBack: (range) => givenBack.set(range.from, range),
    onChange: () => {
      feed();
      wake();
    },
  });
  const feed = (): void => {
    while (!isFarAhead()) {
      const range = upcoming(options.rangeBytes ?? THREADS_RANGE);
      if (!crew.give({ range, refuseTelling: options.refuseTelling(), memory: spare }, range, spare)) return;
      spare.length = 0;
      next = range.to;
    }
  };

  try {
    await crew.hire(options.threads ?? pool.worth(bytes), 'scan', { file, bytes, places });
    while (at < bytes) {
      let waited = results.get(at);
      let result: RangeResult | undefined = waited;
      while (result === undefined) {
        const failed = givenBack.get(at);
        // Work that nobody has is done here; only then is it worth waiting.
        if (failed !== undefined || next === at) {
          const range = failed ?? upcoming(rangeBytes);
          if (failed === undefined) next = range.to;
          result = scanHere(range);
          break;
        }
        if (!isFarAhead()) {
          const range = upcoming(rangeBytes);
          next = range.to;
          const { scans, ...scanned } = scanHere(range);
          results.set(range.from, { ...scanned, scans: Array.from(scans, (scan) => copyScan(scan, spare)) });
          await nextTurn();
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        waited = results.get(at);
        result = waited;
      }
      results.delete(at);
      at = result.range.to;
      feed();
      yield result;
      if (waited) spare.push(...waited.scans.map(({ memory }) => memory));
      // What threads have to say is heard between ranges only.
      if (!crew.isEmpty) await nextTurn();
    }
  } finally {
    await crew.end();
    if (pool !== options.pool) await pool.close();
  }
}
