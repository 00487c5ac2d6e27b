import { Worker } from 'node:worker_threads';
import { threadEntry } from '../threadEntry.ts';
import { scannerModule } from './scannerInstance.ts';
import type { ScanJob, ScannedByThread, ScanTask, ThreadMessage } from './scanThread.ts';

/** What becomes of a job that a thread was given. */
export interface ScanListener {
  /** It can take tasks from now on. */
  onReady(): void;
  /** The answer to the first task that it has not answered. */
  onScanned(scanned: ScannedByThread): void;
  /** It has died: what it was asked will not be answered. */
  onFailed(): void;
}

/** A thread while it works for somebody. */
export interface LentThread {
  ask(task: ScanTask): void;
}

/** Threads that scan ranges of files. They stay for the next file: starting one takes as long as scanning 24 MB. */
export class ScanThreads {
  readonly #idle: ScanThread[] = [];
  readonly #all = new Set<ScanThread>();

  /** How many are running and have nothing to do. */
  get idle(): number {
    return this.#idle.length;
  }

  /** Has one that waits for work. */
  start(): void {
    this.#idle.push(this.#started());
  }

  /** A thread that works on this job, and on no other until it is given back. */
  lend(job: ScanJob, listener: ScanListener): LentThread {
    const thread = this.#idle.pop() ?? this.#started();
    thread.begin(job, listener);
    return thread;
  }

  /** Takes back what was lent; resolves when it has let go of its file. It is told nothing more. */
  async giveBack(lent: LentThread): Promise<void> {
    const thread = lent as ScanThread;
    await thread.end();
    if (this.#all.has(thread)) this.#idle.push(thread);
  }

  async close(): Promise<void> {
    this.#idle.length = 0;
    await Promise.all(Array.from(this.#all, (thread) => thread.terminate()));
    this.#all.clear();
  }

  #started(): ScanThread {
    const thread = new ScanThread(() => {
      this.#all.delete(thread);
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#all.add(thread);
    return thread;
  }
}

class ScanThread implements LentThread {
  readonly #worker: Worker;
  #listener: ScanListener | null = null;
  /** Answers that are still to come. */
  #expected = 0;
  #isDead = false;
  #onQuiet = (): void => {};

  constructor(onDead: () => void) {
    this.#worker = new Worker(threadEntry(import.meta.dirname, 'scanThread'), { workerData: scannerModule() });
    // One that has nothing to do keeps no process alive.
    this.#worker.unref();
    this.#worker.on('message', (scanned: ScannedByThread | null) => this.#heard(scanned));
    this.#worker.on('error', () => {
      this.#isDead = true;
      onDead();
      this.#onQuiet();
      this.#listener?.onFailed();
    });
  }

  begin(job: ScanJob, listener: ScanListener): void {
    this.#listener = listener;
    this.#worker.ref();
    this.#send({ job });
  }

  ask(task: ScanTask): void {
    this.#send({ task });
  }

  async end(): Promise<void> {
    this.#listener = null;
    if (this.#expected > 0 && !this.#isDead) {
      await new Promise<void>((resolve) => {
        this.#onQuiet = resolve;
      });
    }
    if (this.#isDead) return;
    this.#worker.postMessage({ job: null } satisfies ThreadMessage);
    this.#worker.unref();
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(message: ThreadMessage): void {
    this.#expected++;
    this.#worker.postMessage(message);
  }

  #heard(scanned: ScannedByThread | null): void {
    this.#expected--;
    if (scanned === null) this.#listener?.onReady();
    else this.#listener?.onScanned(scanned);
    if (this.#expected === 0) this.#onQuiet();
  }
}
