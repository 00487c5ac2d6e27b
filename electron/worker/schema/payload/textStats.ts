import { isKeyAt, type JsonBytes, type KeyBytes, keyBytesOf } from '../../../../shared/jsonBytes.ts';
import type { FieldFormat } from '../../../../shared/model/schema.ts';
import { ALL_FORMATS, firstFormat, formatsOf } from './textFormats.ts';

/** Different texts that are counted; where there are more, only the first are kept, as examples. */
export const MOST_TEXTS = 24;
export const EXAMPLES = 5;
/** UTF-16 units of a text that is kept whole. */
export const LONGEST_TEXT = 100;
/** Bytes of a text in quotes that might be no longer, every unit written as an escape. */
const LONGEST_RAW = 6 * LONGEST_TEXT + 2;
/** Ways of writing texts that are remembered: one text can be written in many. */
const MOST_WRITTEN = 4 * MOST_TEXTS;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

interface Counted {
  readonly text: string;
  count: number;
}

/** One way in which a counted text is written, quotes included. */
interface Written {
  readonly key: KeyBytes;
  readonly counted: Counted;
}

/** Which texts there are among many, as long as they are few, and which format all of them have. */
export class TextStats {
  count = 0;
  more = false;
  #formats = ALL_FORMATS;
  readonly #texts = new Map<string, Counted>();
  #written: Map<number, Written[]> | null = new Map();
  #writtenSize = 0;
  #last: Written | null = null;

  get format(): FieldFormat | null {
    return this.count === 0 ? null : firstFormat(this.#formats);
  }

  get values(): Counted[] {
    const all = [...this.#texts.values()];
    return this.more ? all.slice(0, EXAMPLES) : all;
  }

  /** The JSON string in `json.bytes[from..to)`, quotes included. */
  noteBytes(json: JsonBytes, from: number, to: number): void {
    this.count++;
    if (this.more) {
      if (this.#formats !== 0) this.#noteFormatOf(json, from, to);
      return;
    }
    if (this.#last !== null && isKeyAt(json.view, from, this.#last.key)) {
      this.#last.counted.count++;
      return;
    }
    const hash = to - from <= LONGEST_RAW ? hashOf(json.bytes, from, to) : -1;
    const alike = hash < 0 ? undefined : this.#written?.get(hash);
    const known = alike?.find(({ key }) => key.length === to - from && isKeyAt(json.view, from, key));
    if (known !== undefined) {
      this.#last = known;
      known.counted.count++;
      return;
    }
    const counted = this.#add(textAt(json.bytes, from, to));
    if (counted === null || hash < 0 || this.#written === null || this.#writtenSize >= MOST_WRITTEN) return;
    this.#writtenSize++;
    const written = { key: keyBytesOf(json.bytes, from, to), counted };
    if (alike) alike.push(written);
    else this.#written.set(hash, [written]);
    this.#last = written;
  }

  noteText(text: string): void {
    this.count++;
    if (!this.more) this.#add(text);
    else if (this.#formats !== 0) this.#noteFormat(text);
  }

  /** Counts a text; `null` when it is not kept. */
  #add(text: string): Counted | null {
    const known = this.#texts.get(text);
    if (known) {
      known.count++;
      return known;
    }
    this.#noteFormat(text);
    const isLong = text.length > LONGEST_TEXT;
    if (isLong || this.#texts.size >= MOST_TEXTS) {
      this.more = true;
      this.#written = null;
      this.#last = null;
    }
    if (this.#texts.size >= MOST_TEXTS) return null;
    const kept = isLong ? `${text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, '')}…` : text;
    const counted = { text: kept, count: 1 };
    this.#texts.set(kept, counted);
    return isLong ? null : counted;
  }

  #noteFormat(text: string): void {
    if (this.#formats === 0) return;
    const bytes = encoder.encode(text);
    this.#formats = formatsOf(this.#formats, bytes, 0, bytes.length);
  }

  #noteFormatOf({ bytes }: JsonBytes, from: number, to: number): void {
    const formats = formatsOf(this.#formats, bytes, from + 1, to - 1);
    // An escape may stand for any character: only the text itself can tell.
    if (formats !== this.#formats && bytes.subarray(from, to).includes(0x5c)) this.#noteFormat(textAt(bytes, from, to));
    else this.#formats = formats;
  }
}

/** The text of the JSON string in `bytes[from..to)`. */
export function textAt(bytes: Uint8Array, from: number, to: number): string {
  const raw = decoder.decode(bytes.subarray(from, to));
  return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
}

/** FNV-1a, never negative. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}
