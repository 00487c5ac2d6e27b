import type { JsonBytes } from '../../../shared/jsonBytes.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { ReadableLog } from './readableLog.ts';

/**
 * Is told of the payload of `ordinals[at]`: `json.bytes[from..to)`, good during the call; `null` where it is not
 * JSON.
 */
export type VisitPayload = (at: number, json: JsonBytes | null, from: number, to: number) => void;

/** Calls `visit` with the payload of each of `ordinals`, in that order, the cheapest way that the store offers. */
export function visitPayloads({ index, reader }: ReadableLog, ordinals: ArrayLike<Ordinal>, visit: VisitPayload): void {
  if (reader.visitPayloads) reader.visitPayloads(index, ordinals, visit);
  else {
    const encoded = new EncodedText();
    for (const [at, text] of reader.readPayloads(index, ordinals).entries()) encoded.visit(at, text, visit);
  }
}

/** Text as bytes, in memory that is used again and again. */
export class EncodedText {
  #json = jsonBytes(4096);

  visit(at: number, text: string | null, visit: VisitPayload): void {
    if (text === null) {
      visit(at, null, 0, 0);
      return;
    }
    // No unit becomes more than three bytes.
    if (this.#json.bytes.length < 3 * text.length) this.#json = jsonBytes(4 * text.length);
    const { written } = encoder.encodeInto(text, this.#json.bytes);
    visit(at, this.#json, 0, written);
  }
}

const encoder = new TextEncoder();

function jsonBytes(size: number): JsonBytes {
  const memory = new ArrayBuffer(size + 16);
  return { bytes: new Uint8Array(memory, 0, size), view: new DataView(memory) };
}
