import { parentPort, workerData } from 'node:worker_threads';
import type { EnvelopePlaces } from './dialect.ts';
import { type ByteRange, type ScannedRange, scanRange } from './lineRange.ts';
import { LineScanner } from './lineScanner.ts';
import { type CopiedScan, copyScan } from './scanCopy.ts';
import { adoptScannerModule } from './scannerInstance.ts';

// A thread that scans ranges of files for whoever started it, one file after the other. It shares the open file: the
// file's number is the process's, and reading at a place moves nothing. It is started with what `scannerModule` answers.

/** The file whose ranges are asked for next. */
export interface ScanJob {
  readonly file: number;
  readonly bytes: number;
  readonly places: EnvelopePlaces;
}

export interface ScanTask {
  readonly range: ByteRange;
  readonly refuseTelling: boolean;
}

/** What it is told; without a job it lets go of what it had. */
export type ThreadMessage = { readonly job: ScanJob | null } | { readonly task: ScanTask };

/** What it answers to a task; to a job it answers `null` once it can take the first task. */
export interface ScannedByThread extends ScannedRange {
  readonly scans: readonly CopiedScan[];
}

adoptScannerModule(workerData as object);
let current: { readonly job: ScanJob; readonly scanner: LineScanner } | null = null;

parentPort?.on('message', (message: ThreadMessage) => {
  if ('task' in message) scan(message.task);
  else {
    const { job } = message;
    current = job && { job, scanner: new LineScanner(job.places) };
    if (job) parentPort?.postMessage(null);
  }
});

function scan({ range, refuseTelling }: ScanTask): void {
  const { job, scanner } = current!;
  const { scans, ...scanned } = scanRange(job.file, job.bytes, range, scanner, refuseTelling);
  const copies = Array.from(scans, copyScan);
  const answer: ScannedByThread = { ...scanned, scans: copies };
  parentPort?.postMessage(
    answer,
    copies.map(({ memory }) => memory),
  );
}
