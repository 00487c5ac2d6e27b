import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EnvelopePlaces } from '../../../../../../../electron/worker/formats/lines/dialects/dialect.ts';
import { rangeScans } from '../../../../../../../electron/worker/formats/lines/scan/rangeScans.ts';
import { ScanThreads } from '../../../../../../../electron/worker/formats/lines/threads/scanThreads.ts';
import { warmUp } from '../../../../../../../electron/worker/warmUp.ts';
import { scratchFolder } from '../../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const places: EnvelopePlaces = {
  type: [['type']],
  stream: [['stream']],
  schemaVersion: [],
  eventId: [],
  correlationId: [],
  causationId: [],
  revision: [],
  position: [['n']],
  recordedAt: [],
  streamOtherwise: '',
  maybeText: [],
};
const linesOf = (count: number, stream: string): string =>
  Array.from({ length: count }, (_, n) => `{"n":${n},"stream":"${stream}","type":"T"}\n`).join('');

function threads(): ScanThreads {
  const pool = new ScanThreads();
  onTestFinished(() => pool.close());
  return pool;
}

/** Positions that a scan with one thread of the pool finds, up to `most` results. */
async function positions(content: string, pool: ScanThreads, most = Number.POSITIVE_INFINITY): Promise<number[]> {
  const path = scratch.write('log', Buffer.from(content));
  const file = openSync(path, 'r');
  const found: number[] = [];
  let results = 0;
  const options = { threads: 1, pool, rangeBytes: 64, refuseTelling: () => false };
  for await (const { scans } of rangeScans(file, readFileSync(path).length, places, options)) {
    for (const { rows, count } of scans) for (let i = 0; i < count; i++) found.push(rows.position.array[i]!);
    if (++results === most) break;
  }
  closeSync(file);
  return found;
}

describe('threads that stay', () => {
  it('scan one file after the other, and nothing of the one before', async () => {
    const pool = threads();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 4 }), async (counts) => {
        for (const [i, count] of counts.entries()) {
          expect(await positions(linesOf(count, `s-${i}`), pool)).toEqual(Array.from({ length: count }, (_, n) => n));
          expect(pool.idle).toBe(1);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('have let go of a file whose scan was given up', async () => {
    const pool = threads();
    for (let i = 0; i < 5; i++) {
      await positions(linesOf(500, 's'), pool, 3);
      expect(pool.idle).toBe(1);
    }
    expect(await positions(linesOf(9, 's'), pool)).toHaveLength(9);
  });
});

describe('warming up', () => {
  it('leaves a thread that waits, and no file', async () => {
    const pool = threads();
    await warmUp(pool, new AbortController().signal);
    expect(pool.idle).toBe(1);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`eventloupe-${process.pid}-`))).toEqual([]);
  });

  it('ends when somebody opens a store', async () => {
    const pool = threads();
    const opening = new AbortController();
    const warming = warmUp(pool, opening.signal);
    opening.abort();
    await warming;
    expect(pool.idle).toBe(0);
  });
});
