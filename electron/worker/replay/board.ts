import type { Ordinal } from '../../../shared/model/event.ts';
import type { FoldFailure } from '../../../shared/model/state.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import type { FoldResult } from './fold.ts';
import { foldMany, type Stretch } from './foldMany.ts';
import type { Partitions } from './partitions.ts';
import { FoldState, type Reducer } from './reducer.ts';
import { sweep } from './sweep.ts';

/** Characters that the states of all frames may hold together; what two frames share counts twice. */
const FRAME_CHARACTERS = 48_000_000;
/** Frames are kept about so many over the whole log at first, but none closer than so many events. */
const FRAMES = 16;
const CLOSEST = 2000;

/** When fewer than one event in so many is folded, each is read where it lies, else all are read in their order. */
const SPARSE = 8;

/** The states of all partitions at a point. */
interface Frame {
  readonly ordinal: Ordinal;
  /** By number of the partition; absent where it has no event yet. */
  readonly texts: (string | undefined)[];
  readonly failures: Map<number, FoldFailure>;
  readonly characters: number;
}

const nothing: Frame = { ordinal: -1, texts: [], failures: new Map(), characters: 0 };

/**
 * The states of all partitions of one reducer, moved along with the playhead: only partitions that have an event
 * between here and there are folded, from where they stand or, backwards, from the nearest frame. Frames are kept on
 * the way and thinned out when they grow too large.
 */
export class Board {
  readonly #log: ReadableLog;
  readonly #reducer: Reducer;
  readonly #partitions: Partitions;
  #now = nothing;
  /** Ascending. */
  #frames: Frame[] = [];
  #spacing = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(log: ReadableLog, reducer: Reducer, partitions: Partitions) {
    this.#log = log;
    this.#reducer = reducer;
    this.#partitions = partitions;
  }

  /** The states at a point, of all partitions. What was computed stays when it is cancelled. */
  async at(ordinal: Ordinal, context: ScanContext): Promise<Frame> {
    return this.#inTurn(context, async () => {
      await this.#partitions.size(context);
      this.#spacing = Math.max(this.#spacing, CLOSEST, Math.ceil(this.#log.index.length / FRAMES));
      let at = this.#nearest(ordinal);
      while (at.ordinal < ordinal) {
        const next = Math.min(ordinal, (Math.floor(at.ordinal / this.#spacing) + 1) * this.#spacing);
        at = await this.#advance(at, next, this.#between(at.ordinal, next), context);
        if (next % this.#spacing === 0) this.#keep(at);
        this.#now = at;
      }
      if (at.ordinal > ordinal) at = await this.#back(ordinal, context);
      this.#now = at;
      return at;
    });
  }

  /** The states of some partitions at a point, in less than it takes for all. */
  async some(numbers: readonly number[], ordinal: Ordinal, context: ScanContext): Promise<Frame> {
    return this.#inTurn(context, async () => {
      if (this.#now.ordinal === ordinal) return this.#now;
      const base = [...this.#frames, this.#now]
        .filter((frame) => frame.ordinal <= ordinal)
        .reduce((best, frame) => (frame.ordinal > best.ordinal ? frame : best), nothing);
      return this.#advance(base, ordinal, numbers, context);
    });
  }

  /** One caller after the other: they share what is kept. */
  #inTurn<T>(context: ScanContext, work: () => Promise<T>): Promise<T> {
    const turn = (): Promise<T> => {
      context.signal.throwIfAborted();
      return work();
    };
    const result = this.#turn.then(turn, turn);
    this.#turn = result;
    return result;
  }

  /** Where the way to a point begins: here, if it leads on or a little back; else the latest frame before it. */
  #nearest(ordinal: Ordinal): Frame {
    const frame = this.#frames.findLast((candidate) => candidate.ordinal <= ordinal) ?? nothing;
    const ahead = this.#now.ordinal - ordinal;
    if (ahead <= 0) return this.#now.ordinal > frame.ordinal ? this.#now : frame;
    return ahead < ordinal - frame.ordinal ? this.#now : frame;
  }

  /** From here back to an earlier point: those that have an event between are folded anew from the frame before it. */
  async #back(ordinal: Ordinal, context: ScanContext): Promise<Frame> {
    const now = this.#now;
    const base = this.#frames.findLast((frame) => frame.ordinal <= ordinal) ?? nothing;
    const changed = this.#between(ordinal, now.ordinal);
    const there = await this.#advance(base, ordinal, changed, context);
    const texts = now.texts.slice();
    const failures = new Map(now.failures);
    let characters = now.characters;
    for (const number of changed) {
      characters += (there.texts[number]?.length ?? 0) - (texts[number]?.length ?? 0);
      texts[number] = there.texts[number];
      const failure = there.failures.get(number);
      if (failure) failures.set(number, failure);
      else failures.delete(number);
    }
    return { ordinal, texts, failures, characters };
  }

  /** The partitions with an event after `from` and at or before `to`, each once. */
  #between(from: Ordinal, to: Ordinal): number[] {
    const seen = new Set<number>();
    for (let ordinal = from + 1; ordinal <= to; ordinal++) {
      const number = this.#partitions.numberOf(ordinal);
      if (number >= 0) seen.add(number);
    }
    return [...seen];
  }

  /** Folds these partitions from a frame on to a later point; the others stay as they are in it. */
  async #advance(base: Frame, ordinal: Ordinal, numbers: readonly number[], context: ScanContext): Promise<Frame> {
    const texts = base.texts.slice();
    const failures = new Map(base.failures);
    let { characters } = base;
    const done = (number: number, { state, failure }: FoldResult): void => {
      characters += state.text.length - (texts[number]?.length ?? 0);
      texts[number] = state.text;
      if (failure) failures.set(number, failure);
    };
    const stateOf = (number: number): FoldState | null => {
      const text = texts[number];
      return text === undefined ? null : FoldState.ofText(text);
    };
    const wanted = numbers.filter((number) => !failures.has(number));
    const stretches: Stretch[] = [];
    let total = 0;
    for (const number of wanted) {
      const { ordinals } = this.#partitions.at(number);
      const begin = countAtOrBefore(ordinals, ordinals.length, base.ordinal);
      const end = countAtOrBefore(ordinals, ordinals.length, ordinal);
      if (begin === end) continue;
      total += end - begin;
      const start = { position: begin, state: stateOf(number) };
      stretches.push({
        ordinals,
        start,
        end,
        wants: () => false,
        onState: () => {},
        onDone: (result) => done(number, result),
      });
    }
    const [log, reducer, partitions] = [this.#log, this.#reducer, this.#partitions];
    if (total * SPARSE < ordinal - base.ordinal) {
      if (total > 0) await foldMany(log, reducer, stretches, total, context);
    } else {
      const among = new Set(wanted);
      await sweep(
        {
          log,
          reducer,
          partitions,
          from: base.ordinal,
          to: ordinal,
          stateOf: (number) => (among.has(number) && !failures.has(number) ? stateOf(number) : undefined),
          every: false,
          onState: () => {},
          onDone: done,
        },
        context,
      );
    }
    return { ordinal, texts, failures, characters };
  }

  #keep(frame: Frame): void {
    if (this.#frames.some(({ ordinal }) => ordinal === frame.ordinal)) return;
    this.#frames.push(frame);
    this.#frames.sort((a, b) => a.ordinal - b.ordinal);
    const size = (): number => this.#frames.reduce((sum, { characters }) => sum + characters, 0);
    while (this.#frames.length > 1 && size() > FRAME_CHARACTERS) {
      this.#spacing *= 2;
      this.#frames = this.#frames.filter(({ ordinal }) => ordinal % this.#spacing === 0);
    }
  }
}
