import { nextTurn } from '../../../turns/breathe.ts';
import type { ThreadWork, WorkKind } from './scanThread.ts';
import type { LentThread, ScanThreads } from './scanThreads.ts';

/** What becomes of tasks; `About` is what they were given with. */
export interface CrewListener<Answer, About> {
  /** `member` is the number of the thread, from 1. */
  onAnswer(about: About, answer: Answer, member: number): void;
  /** A thread has died before it answered. */
  onGivenBack(about: About): void;
  /** After either of them, and when a thread can take its first tasks. */
  onChange(): void;
}

interface Member<Task, About> {
  readonly lent: LentThread<Task>;
  /** What it was given and has not answered, the first first. */
  readonly waiting: About[];
  runs: boolean;
}

/** Threads of a pool that work on one job, for somebody who takes part in it. They are heard between turns only. */
export class Crew<Kind extends WorkKind, About> {
  readonly #pool: ScanThreads;
  readonly #queue: number;
  readonly #members: Member<ThreadWork[Kind]['task'], About>[] = [];
  readonly #listener: CrewListener<ThreadWork[Kind]['answer'], About>;

  /** `queue`: tasks that a thread has waiting for it, so that it never waits itself. */
  constructor(pool: ScanThreads, queue: number, listener: CrewListener<ThreadWork[Kind]['answer'], About>) {
    this.#pool = pool;
    this.#queue = queue;
    this.#listener = listener;
  }

  /** Whether there is anybody to be heard. */
  get isEmpty(): boolean {
    return this.#members.length === 0;
  }

  /** Whether something was given that is not answered yet. */
  get isBusy(): boolean {
    return this.#members.some(({ waiting }) => waiting.length > 0);
  }

  /** Has so many threads work on a job. Until they run, which takes a while where they are new, they take no tasks. */
  async hire(threads: number, kind: Kind, job: ThreadWork[Kind]['job']): Promise<void> {
    for (let number = 1; number <= threads; number++) {
      const waiting: About[] = [];
      const lent = this.#pool.lend(kind, job, {
        onReady: () => {
          member.runs = true;
          this.#listener.onChange();
        },
        onAnswer: (answer) => {
          this.#listener.onAnswer(waiting.shift()!, answer, number);
          this.#listener.onChange();
        },
        onFailed: () => {
          this.#members.splice(this.#members.indexOf(member), 1);
          for (const about of waiting.splice(0)) this.#listener.onGivenBack(about);
          this.#listener.onChange();
        },
      });
      const member: Member<ThreadWork[Kind]['task'], About> = { lent, waiting, runs: false };
      this.#members.push(member);
      await nextTurn();
    }
  }

  /** Gives a task to a thread that has little to do, with its `memory`; `false` where none has. */
  give(task: ThreadWork[Kind]['task'], about: About, memory?: readonly ArrayBuffer[]): boolean {
    const member = this.#members.find(({ runs, waiting }) => runs && waiting.length < this.#queue);
    if (member === undefined) return false;
    member.waiting.push(about);
    member.lent.ask(task, memory);
    return true;
  }

  /** Gives the threads back; resolves when they have let go of the file. The listener is told nothing more. */
  async end(): Promise<void> {
    await Promise.all(this.#members.splice(0).map(({ lent }) => this.#pool.giveBack(lent)));
  }
}
