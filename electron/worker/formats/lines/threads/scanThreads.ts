import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { threadEntry } from '../../threadEntry.ts';
import { scannerModule } from '../scannerInstance.ts';
import type { Job, ThreadAnswer, ThreadMessage, ThreadWork, WorkKind } from './scanThread.ts';

/** Starting a thread takes as long as scanning this many bytes. */
const WORTH_A_THREAD = 24 << 20;
/** One that runs already is worth having for this many. */
const WORTH_AN_IDLE_THREAD = 2 << 20;
const MOST_THREADS = 3;

/** What becomes of a job that a thread was given. */
export interface ThreadListener<Answer> {
  /** It can take tasks from now on. */
  onReady(): void;
  /** The answer to the first task that it has not answered. */
  onAnswer(answer: Answer): void;
  /** It has died: what it was asked will not be answered. */
  onFailed(): void;
}

/** A thread while it works for somebody. */
export interface LentThread<Task> {
  /** `memory` is handed over with the task. */
  ask(task: Task, memory?: readonly ArrayBuffer[]): void;
}

/** Threads that go through files. They stay for the next file: starting one takes as long as scanning 24 MB. */
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
  lend<Kind extends WorkKind>(
    kind: Kind,
    job: ThreadWork[Kind]['job'],
    listener: ThreadListener<ThreadWork[Kind]['answer']>,
  ): LentThread<ThreadWork[Kind]['task']> {
    const thread = this.#idle.pop() ?? this.#started();
    thread.begin({ job: { kind, ...job } as Job }, listener as ThreadListener<unknown>);
    return thread;
  }

  /** Takes back what was lent; resolves when it has let go of its file. It is told nothing more. */
  async giveBack(lent: LentThread<never>): Promise<void> {
    const thread = lent as ScanThread;
    await thread.end();
    if (this.#all.has(thread)) this.#idle.push(thread);
  }

  /** How many threads beside this one are worth having for so many bytes, on this machine. */
  worth(bytes: number): number {
    const started = Math.floor(bytes / WORTH_A_THREAD);
    const idle = Math.min(this.idle, Math.floor(bytes / WORTH_AN_IDLE_THREAD));
    return Math.min(MOST_THREADS, availableParallelism() - 1, Math.max(started, idle));
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

class ScanThread implements LentThread<unknown> {
  readonly #worker: Worker;
  #listener: ThreadListener<unknown> | null = null;
  /** Answers that are still to come. */
  #expected = 0;
  #isDead = false;
  #onQuiet = (): void => {};

  constructor(onDead: () => void) {
    this.#worker = new Worker(threadEntry(import.meta.dirname, 'scanThread'), { workerData: scannerModule() });
    // One that has nothing to do keeps no process alive.
    this.#worker.unref();
    this.#worker.on('message', (heard: ThreadAnswer) => this.#heard(heard));
    this.#worker.on('error', () => {
      this.#isDead = true;
      onDead();
      this.#onQuiet();
      this.#listener?.onFailed();
    });
  }

  begin(job: ThreadMessage, listener: ThreadListener<unknown>): void {
    this.#listener = listener;
    this.#worker.ref();
    this.#send(job);
  }

  ask(task: unknown, memory?: readonly ArrayBuffer[]): void {
    this.#send({ task } as ThreadMessage, memory);
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

  #send(message: ThreadMessage, memory: readonly ArrayBuffer[] = []): void {
    this.#expected++;
    this.#worker.postMessage(message, memory);
  }

  #heard(heard: ThreadAnswer): void {
    this.#expected--;
    if (heard === null) this.#listener?.onReady();
    else this.#listener?.onAnswer(heard.answer);
    if (this.#expected === 0) this.#onQuiet();
  }
}
