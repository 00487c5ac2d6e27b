import { nextTurn } from '../../breathe.ts';
import { Crew } from './crew.ts';
import type { EnvelopePlaces } from './dialect.ts';
import { type ByteRange, type ScannedRange, scanRange } from './lineRange.ts';
import { LineScanner } from './lineScanner.ts';
import { copyScan } from './scanCopy.ts';
import { ScanThreads } from './scanThreads.ts';

/** Bytes of a range: less than a millisecond of work, so that whoever waits for an answer is not kept. */
const RANGE = 1 << 19;

/** Ranges that a thread has waiting for it. */
const QUEUE = 3;
/** Results that wait for the one before them: what is scanned ahead stays small. */
const MOST_AHEAD = 16;

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
  const size = options.rangeBytes ?? RANGE;
  const count = Math.ceil(bytes / size);
  const own = new LineScanner(places);
  // Compiling the scanner, starting a thread and the first range each take some milliseconds.
  await nextTurn();
  const pool = options.pool ?? new ScanThreads();
  const results = new Map<number, RangeResult>();
  /** Ranges of threads that have failed. */
  const givenBack = new Set<number>();
  let next = 0;
  let wake = (): void => {};

  const rangeOf = (i: number): ByteRange => ({ from: i * size, to: Math.min(bytes, (i + 1) * size) });
  const scanHere = (i: number): RangeResult => {
    const range = rangeOf(i);
    return { ...scanRange(file, bytes, range, own, options.refuseTelling()), range, scanner: OWN };
  };
  const crew = new Crew<'scan', number>(pool, QUEUE, {
    onAnswer: (i, scanned, scanner) => results.set(i, { ...scanned, range: rangeOf(i), scanner }),
    onGivenBack: (i) => givenBack.add(i),
    onChange: () => {
      feed();
      wake();
    },
  });
  const feed = (): void => {
    while (next < count && results.size < MOST_AHEAD) {
      if (!crew.give({ range: rangeOf(next), refuseTelling: options.refuseTelling() }, next)) return;
      next++;
    }
  };

  try {
    await crew.hire(options.threads ?? pool.worth(bytes), 'scan', { file, bytes, places });
    for (let i = 0; i < count; i++) {
      let result = results.get(i);
      while (result === undefined) {
        // Work that nobody has is done here; only then is it worth waiting.
        if (givenBack.has(i) || next === i) {
          if (!givenBack.delete(i)) next++;
          result = scanHere(i);
          break;
        }
        if (next < count && results.size < MOST_AHEAD) {
          const mine = next++;
          const { scans, ...scanned } = scanHere(mine);
          results.set(mine, { ...scanned, scans: Array.from(scans, copyScan) });
          await nextTurn();
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        result = results.get(i);
      }
      results.delete(i);
      feed();
      yield result;
      // What threads have to say is heard between ranges only.
      if (!crew.isEmpty) await nextTurn();
    }
  } finally {
    await crew.end();
    if (pool !== options.pool) await pool.close();
  }
}
