import { parentPort, workerData } from 'node:worker_threads';
import type { EnvelopePlaces } from './dialect.ts';
import { type ByteRange, type ScannedRange, scanRange } from './lineRange.ts';
import { LineScanner } from './lineScanner.ts';

// A thread that scans ranges of a file for whoever started it. It shares the open file: the file's number is the
// process's, and reading at a place moves nothing.

/** What the thread is started with. */
export interface ScanThreadData {
  readonly file: number;
  readonly bytes: number;
  readonly places: EnvelopePlaces;
}

export interface ScanTask {
  readonly range: ByteRange;
  readonly refuseTelling: boolean;
}

const { file, bytes, places } = workerData as ScanThreadData;
const scanner = new LineScanner(places);

parentPort?.on('message', ({ range, refuseTelling }: ScanTask) => {
  const scanned = scanRange(file, bytes, range, scanner, refuseTelling);
  parentPort?.postMessage(scanned, buffersOf(scanned));
});

/** All arrays of a result: they are handed over, not copied. */
const buffersOf = ({ scans }: ScannedRange): ArrayBuffer[] =>
  scans
    .flatMap(({ rows, unread }) => [...Object.values(rows), ...Object.values(unread)])
    .filter((column): column is Uint32Array<ArrayBuffer> => ArrayBuffer.isView(column))
    .map((column) => column.buffer);
