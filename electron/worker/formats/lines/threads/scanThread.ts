import { parentPort, workerData } from 'node:worker_threads';
import type { EnvelopePlaces } from '../dialects/dialect.ts';
import { type ByteRange, fill, type ScannedRange, scanRange } from '../scan/lineRange.ts';
import { LineScanner } from '../scan/lineScanner.ts';
import { type CopiedScan, copyScan } from '../scan/scanCopy.ts';
import { adoptScannerModule } from '../scannerInstance.ts';
import { LineSieve } from '../sift/lineSieve.ts';
import type { SieveQuestion } from '../sift/sieveQuestion.ts';
import { type BlockVerdicts, type LineBlock, siftBlock } from '../sift/siftBlock.ts';

// A thread that goes through files for whoever started it, one job after the other. It shares the open file: the file's
// number is the process's, and reading at a place moves nothing. It is started with what `scannerModule` answers.

/** What a thread can do: what it is told once, what it is then asked again and again, and what it answers to that. */
export interface ThreadWork {
  /** Scans ranges of a file into rows. */
  readonly scan: {
    readonly job: { readonly file: number; readonly bytes: number; readonly places: EnvelopePlaces };
    /** `memory` is that of earlier answers, to be used again. */
    readonly task: {
      readonly range: ByteRange;
      readonly refuseTelling: boolean;
      readonly memory: readonly ArrayBuffer[];
    };
    readonly answer: ScannedByThread;
  };
  /** Looks for something in blocks of lines. */
  readonly sift: {
    readonly job: { readonly file: number; readonly question: SieveQuestion; readonly isCopy: boolean };
    readonly task: LineBlock;
    readonly answer: BlockVerdicts | null;
  };
}

export interface ScannedByThread extends ScannedRange {
  readonly scans: readonly CopiedScan[];
}

export type WorkKind = keyof ThreadWork;

export type Job = { readonly [Kind in WorkKind]: { readonly kind: Kind } & ThreadWork[Kind]['job'] }[WorkKind];

/** What it is told; without a job it lets go of what it had. */
export type ThreadMessage = { readonly job: Job | null } | { readonly task: ThreadWork[WorkKind]['task'] };

/** What it answers to a task; to a job `null`, once it can take the first task. */
export type ThreadAnswer = { readonly answer: ThreadWork[WorkKind]['answer'] } | null;

/** Answers a task, with the memory that is handed over. */
type Answering<Kind extends WorkKind> = (task: ThreadWork[Kind]['task']) => [ThreadWork[Kind]['answer'], ArrayBuffer[]];

const begin: { readonly [Kind in WorkKind]: (job: ThreadWork[Kind]['job']) => Answering<Kind> } = {
  scan: ({ file, bytes, places }) => {
    const scanner = new LineScanner(places);
    const spare: ArrayBuffer[] = [];
    return ({ range, refuseTelling, memory }) => {
      spare.push(...memory);
      const { scans, ...scanned } = scanRange(file, bytes, range, scanner, refuseTelling);
      const copies = Array.from(scans, (scan) => copyScan(scan, spare));
      return [{ ...scanned, scans: copies }, copies.map(({ memory }) => memory)];
    };
  },
  sift: ({ file, question, isCopy }) => {
    const sieve = new LineSieve(question);
    const read = (target: Buffer, offset: number, length: number): number =>
      fill(file, target.subarray(0, length), offset);
    return (block) => {
      const answer = siftBlock(read, sieve, block, isCopy);
      return [answer, answer ? [answer.verdicts.buffer] : []];
    };
  },
};

adoptScannerModule(workerData as object);
/** Whoever lends a thread asks it for nothing but its job. */
type AnsweringAny = (task: never) => [ThreadWork[WorkKind]['answer'], ArrayBuffer[]];
let current: AnsweringAny | null = null;

parentPort?.on('message', (message: ThreadMessage) => {
  if ('task' in message) {
    const [answer, memory] = current!(message.task as never);
    parentPort?.postMessage({ answer } satisfies ThreadAnswer, memory);
  } else {
    const { job } = message;
    current = job && (begin[job.kind] as (job: Job) => AnsweringAny)(job);
    if (job) parentPort?.postMessage(null);
  }
});
