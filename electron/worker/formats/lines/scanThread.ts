import { parentPort, workerData } from 'node:worker_threads';
import type { EnvelopePlaces } from './dialect.ts';
import { type ByteRange, type ScannedRange, scanRange } from './lineRange.ts';
import { LineScanner } from './lineScanner.ts';
import { type CopiedScan, copyScan } from './scanCopy.ts';
import { adoptScannerModule } from './scannerInstance.ts';

// A thread that scans ranges of a file for whoever started it. It shares the open file: the file's number is the
// process's, and reading at a place moves nothing.

/** What the thread is started with. */
export interface ScanThreadData {
  readonly file: number;
  readonly bytes: number;
  readonly places: EnvelopePlaces;
  /** What `scannerModule` answers. */
  readonly code: object;
}

export interface ScanTask {
  readonly range: ByteRange;
  readonly refuseTelling: boolean;
}

/** What it answers to a task; once it can take the first one it sends `null`. */
export interface ScannedByThread extends ScannedRange {
  readonly scans: readonly CopiedScan[];
}

const { file, bytes, places, code } = workerData as ScanThreadData;
adoptScannerModule(code);
const scanner = new LineScanner(places);

parentPort?.on('message', ({ range, refuseTelling }: ScanTask) => {
  const { scans, ...scanned } = scanRange(file, bytes, range, scanner, refuseTelling);
  const copies = Array.from(scans, copyScan);
  const answer: ScannedByThread = { ...scanned, scans: copies };
  parentPort?.postMessage(
    answer,
    copies.map(({ memory }) => memory),
  );
});
parentPort?.postMessage(null);
