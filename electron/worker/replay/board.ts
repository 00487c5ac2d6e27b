import type { Ordinal } from '../../../shared/model/event.ts';
import type { FoldFailure } from '../../../shared/model/state.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { countAtOrBefore } from '../eventIndex/bisect.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { eachInSlices, inSlices, pauseOf } from '../turns/slices.ts';
import { Turns } from '../turns/turns.ts';
import type { FoldResult } from './fold.ts';
import { foldMany, type Stretch } from './foldMany.ts';
import type { Partitions } from './partitions/partitions.ts';
import { FoldState, type Reducer } from './reducer.ts';
import { sweep } from './sweep.ts';

/** Characters that the states of all frames may hold together; what two frames share counts twice. */
const FRAME_CHARACTERS = 48_000_000;
/** Frames are kept about so many over the whole log at first, but none closer than so many events. */
const FRAMES = 16;
const CLOSEST = 2000;

/** What nobody waits for is done in pieces of at most so many events: a piece that is broken off is lost. */
const PIECE = 65_536;
/** Code that is at it for so long at a time, in milliseconds, is not run on while nobody waits for it. */
const TOO_SLOW_MS = 1000;

/** Partitions that are looked at between two pauses. */
const AT_ONCE = 512;

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
  /** How far `prepare` has come. */
  #front = nothing;
  #isTooSlow = false;
  #spacing = 0;
  readonly #turns = new Turns();

  constructor(log: ReadableLog, reducer: Reducer, partitions: Partitions) {
    this.#log = log;
    this.#reducer = reducer;
    this.#partitions = partitions;
  }

  /** The states at a point, of all partitions. What was computed stays when it is cancelled. */
  async at(ordinal: Ordinal, context: ScanContext): Promise<Frame> {
    await this.#partitions.size(context);
    return this.#turns.take(context, async () => {
      this.#space();
      let at = this.#nearest(ordinal);
      while (at.ordinal < ordinal) {
        const next = Math.min(ordinal, this.#nextFrame(at.ordinal));
        at = await this.#advance(at, next, await this.#between(at.ordinal, next, context), context);
        if (next % this.#spacing === 0) this.#keep(at);
        this.#now = at;
      }
      if (at.ordinal > ordinal) at = await this.#back(ordinal, context);
      this.#now = at;
      return at;
    });
  }

  /**
   * The states of some partitions at a point, in less than it takes for all: those with the fewest events to fold first.
   * `onKnown` is called for each as soon as its state stands.
   */
  async some(
    numbers: readonly number[],
    ordinal: Ordinal,
    context: ScanContext,
    onKnown: (number: number, text: string | undefined, failure: FoldFailure | null) => void,
  ): Promise<void> {
    await this.#turns.take(context, async () => {
      const base = this.#latest(ordinal);
      const known = (frame: Frame, number: number): void =>
        onKnown(number, frame.texts[number], frame.failures.get(number) ?? null);
      const waiting = await this.#withEvents(numbers, base, ordinal, context);
      const moves = new Set(waiting);
      for (const number of numbers) if (!moves.has(number)) known(base, number);
      if (waiting.length > 0) await this.#advance(base, ordinal, waiting, context, known);
    });
  }

  /**
   * Folds ahead to the end of the log, and keeps frames on the way, so that a question about any point finds one near.
   * For an idle context: it comes back when that is done, or when the code is too slow to be run unasked.
   */
  async prepare(context: ScanContext): Promise<void> {
    // Of events that come while partitions are found out, it is not known where they belong.
    const last = this.#log.index.length - 1;
    await this.#partitions.size(context);
    while (!this.#isTooSlow && this.#latest(last).ordinal < last) {
      try {
        await this.#turns.take(context, (inside) => this.#prepareOn(last, inside));
      } catch (error) {
        if (!this.#isTooSlow) throw error;
      }
    }
  }

  /** One piece further towards a point. */
  async #prepareOn(last: Ordinal, context: ScanContext): Promise<void> {
    this.#space();
    const base = this.#latest(last);
    const next = Math.min(last, base.ordinal + PIECE, this.#nextFrame(base.ordinal));
    const impatient = this.#impatient(context);
    this.#front = await this.#advance(base, next, await this.#between(base.ordinal, next, impatient), impatient);
    if (next % this.#spacing === 0) this.#keep(this.#front);
  }

  /** Breathing that notices code which holds everything up. What such a piece has come to is not kept. */
  #impatient(context: ScanContext): ScanContext {
    let begun = performance.now();
    return {
      signal: context.signal,
      breathe: (progress) => {
        if (performance.now() - begun > TOO_SLOW_MS) this.#isTooSlow = true;
        if (this.#isTooSlow) throw new InspectorError('cancelled', 'The projection is too slow to be folded unasked.');
        const turn = context.breathe(progress);
        if (turn === undefined) return undefined;
        return turn.then(() => {
          begun = performance.now();
        });
      },
    };
  }

  #space(): void {
    this.#spacing = Math.max(this.#spacing, CLOSEST, Math.ceil(this.#log.index.length / FRAMES));
  }

  #nextFrame(ordinal: Ordinal): Ordinal {
    return (Math.floor(ordinal / this.#spacing) + 1) * this.#spacing;
  }

  /** The latest frame at or before a point. */
  #latest(ordinal: Ordinal): Frame {
    let best = this.#frames.findLast((frame) => frame.ordinal <= ordinal) ?? nothing;
    for (const frame of [this.#now, this.#front]) {
      if (frame.ordinal <= ordinal && frame.ordinal > best.ordinal) best = frame;
    }
    return best;
  }

  /** Those of the partitions that are to be folded from a frame on to a point, the fewest events first. */
  async #withEvents(numbers: readonly number[], base: Frame, to: Ordinal, context: ScanContext): Promise<number[]> {
    const moving: { readonly number: number; readonly events: number }[] = [];
    const pause = pauseOf(context, 'replay', numbers.length);
    const look = (number: number): void => {
      const range = this.#range(number, base.ordinal, to);
      const events = range.to - range.from;
      if (events > 0 && !base.failures.has(number)) moving.push({ number, events });
    };
    await eachInSlices(numbers, pause, look, AT_ONCE);
    return moving.sort((a, b) => a.events - b.events).map(({ number }) => number);
  }

  /** The events of a partition after one point and up to another, as positions of its own. */
  #range(number: number, after: Ordinal, to: Ordinal): { ordinals: Uint32Array; from: number; to: number } {
    const { ordinals } = this.#partitions.at(number);
    return {
      ordinals,
      from: countAtOrBefore(ordinals, ordinals.length, after),
      to: countAtOrBefore(ordinals, ordinals.length, to),
    };
  }

  /** Where the way to a point begins: here, if it is a little back; else the latest frame before it. */
  #nearest(ordinal: Ordinal): Frame {
    const frame = this.#latest(ordinal);
    const ahead = this.#now.ordinal - ordinal;
    return ahead > 0 && ahead < ordinal - frame.ordinal ? this.#now : frame;
  }

  /** From here back to an earlier point: those that have an event between are folded anew from the frame before it. */
  async #back(ordinal: Ordinal, context: ScanContext): Promise<Frame> {
    const now = this.#now;
    const base = this.#latest(ordinal);
    const changed = await this.#between(ordinal, now.ordinal, context);
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
  async #between(from: Ordinal, to: Ordinal, context: ScanContext): Promise<number[]> {
    const seen = new Set<number>();
    const events = to - from;
    await inSlices(events, pauseOf(context, 'replay', events), (first, end) => {
      for (let ordinal = from + 1 + first; ordinal <= from + end; ordinal++) {
        const number = this.#partitions.numberOf(ordinal);
        if (number >= 0) seen.add(number);
      }
    });
    return [...seen];
  }

  /**
   * Folds these partitions from a frame on to a later point; the others stay as they are in it. With `onKnown` one
   * partition goes after the other, and each is told of at once.
   */
  async #advance(
    base: Frame,
    ordinal: Ordinal,
    numbers: readonly number[],
    context: ScanContext,
    onKnown?: (frame: Frame, number: number) => void,
  ): Promise<Frame> {
    const texts = base.texts.slice();
    const failures = new Map(base.failures);
    const frame = { ordinal, texts, failures, characters: base.characters };
    const done = (number: number, { state, failure }: FoldResult): void => {
      frame.characters += state.text.length - (texts[number]?.length ?? 0);
      texts[number] = state.text;
      if (failure) failures.set(number, failure);
      onKnown?.(frame, number);
    };
    const stateOf = (number: number): FoldState | null => {
      const text = texts[number];
      return text === undefined ? null : FoldState.ofText(text);
    };
    const wanted = numbers.filter((number) => !failures.has(number));
    const rangeOf = (number: number) => this.#range(number, base.ordinal, ordinal);
    let total = 0;
    const count = (number: number): void => {
      const { from, to } = rangeOf(number);
      total += to - from;
    };
    await eachInSlices(wanted, pauseOf(context, 'replay', ordinal - base.ordinal), count, AT_ONCE);
    const [log, reducer, partitions] = [this.#log, this.#reducer, this.#partitions];
    if (onKnown !== undefined || total * SPARSE < ordinal - base.ordinal) {
      // Made one by one, as the fold comes to them.
      const stretches = function* (): Generator<Stretch> {
        for (const number of wanted) {
          const { ordinals, from, to } = rangeOf(number);
          if (from === to) continue;
          yield {
            ordinals,
            start: { position: from, state: stateOf(number) },
            end: to,
            wants: () => false,
            onState: () => {},
            onDone: (result) => done(number, result),
          };
        }
      };
      if (total > 0) await foldMany(log, reducer, stretches(), total, context);
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
    return frame;
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
