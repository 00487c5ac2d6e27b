import type { Ordinal } from '../../../../shared/model/event.ts';
import { visitPayloads } from '../../eventIndex/payloadBytes.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import { BatchSizes } from '../batchSizes.ts';
import { NO_EFFECT, NO_SHAPE, PayloadShapes } from './payloadShapes.ts';

/** Shapes that are told apart in one stream; further ones begin anew. */
const MOST_SHAPES = 32;
const NONE = -1;

/**
 * Which events a merge cannot do without: 1 by ordinal, for all up to `ordinal`. Payloads are walked over as bytes, not
 * parsed. Of the events of a stream that have the same shape the last overwrites what the others wrote, and the first
 * puts the names in order; those between are not needed. An event without a shape is needed, and so is what came before
 * it: behind it all begins anew.
 */
export async function notOverwritten(log: ReadableLog, ordinal: Ordinal, context: ScanContext): Promise<Uint8Array> {
  const total = ordinal + 1;
  const needed = new NeededEvents(log.index.streams.size, total);
  const shapes = new PayloadShapes();
  const sizes = new BatchSizes();
  for (let from = 0; from < total; ) {
    const end = sizes.endFrom(log.index, from, total);
    const ordinals = Uint32Array.from({ length: end - from }, (_, i) => from + i);
    let bytes = 0;
    const streams = log.index.columns.stream;
    visitPayloads(log, ordinals, (at, json, start, end) => {
      const shape = json === null ? NO_EFFECT : shapes.of(json, start, end);
      bytes += end - start;
      if (shape !== NO_EFFECT) needed.note(ordinals[at]!, streams[ordinals[at]!]!, shape);
    });
    from += ordinals.length;
    sizes.took(ordinals.length, bytes);
    await context.breathe({ phase: 'replay', done: from, total, unit: 'events' });
    sizes.begin();
  }
  return needed.flags;
}

/** Of each stream the first and the last event of each shape, since the last event without one. */
class NeededEvents {
  readonly flags: Uint8Array;
  /** By stream: its first slot. */
  readonly #first: Int32Array;
  /** By slot, four by four: shape, its first and its last event, the next slot of the stream. */
  #slots = new Int32Array(4 * 1024);
  #size = 0;
  /** Slots that no stream has any more. */
  #free = NONE;

  constructor(streams: number, events: number) {
    this.flags = new Uint8Array(events);
    this.#first = new Int32Array(streams).fill(NONE);
  }

  note(ordinal: Ordinal, stream: number, shape: number): void {
    this.flags[ordinal] = 1;
    const slots = this.#slots;
    let shapes = 0;
    for (let slot = this.#first[stream]!; slot !== NONE; slot = slots[slot + 3]!) {
      if (slots[slot] === shape) {
        const last = slots[slot + 2]!;
        if (last !== slots[slot + 1]) this.flags[last] = 0;
        slots[slot + 2] = ordinal;
        return;
      }
      shapes++;
    }
    if (shape === NO_SHAPE || shapes >= MOST_SHAPES) this.#beginAnew(stream);
    if (shape !== NO_SHAPE) this.#add(ordinal, stream, shape);
  }

  #beginAnew(stream: number): void {
    let slot = this.#first[stream]!;
    while (slot !== NONE) {
      const next = this.#slots[slot + 3]!;
      this.#slots[slot + 3] = this.#free;
      this.#free = slot;
      slot = next;
    }
    this.#first[stream] = NONE;
  }

  #add(ordinal: Ordinal, stream: number, shape: number): void {
    let slot = this.#free;
    if (slot !== NONE) this.#free = this.#slots[slot + 3]!;
    else {
      slot = this.#size;
      this.#size += 4;
      if (this.#size > this.#slots.length) {
        const larger = new Int32Array(2 * this.#slots.length);
        larger.set(this.#slots);
        this.#slots = larger;
      }
    }
    this.#slots.set([shape, ordinal, ordinal, this.#first[stream]!], slot);
    this.#first[stream] = slot;
  }
}
