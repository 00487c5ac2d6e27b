import { parseJson } from '../../../../shared/json.ts';
import {
  isKeyAt,
  type KeyBytes,
  keyBytesOf,
  plainKeyEnd,
  skipBlanks,
  skipValue,
} from '../../../../shared/jsonBytes.ts';
import { toText } from '../fields.ts';
import type { StoredBody } from '../format.ts';
import type { LineDialect } from './dialects/dialect.ts';
import type { FileWindow } from './fileWindow.ts';

// Cuts from the bytes of an indexed line, which is valid JSON, what replay reads of it: payload, metadata, event id. It
// answers as `linePayload`, `lineMetadata` and the dialect's `read` would, or not at all.

/** Names that are remembered; a log whose keys are data has no end of them. */
const REMEMBERED = 1000;
/** What a name that is not read late stands for: the index has it, or nobody looks for it. */
const IN_INDEX = -1;
const UNKNOWN = -2;
/** Start of a value that is not there; no payload. */
const NONE = -1;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

interface KnownName {
  readonly key: KeyBytes;
  /** Slot of its value, `IN_INDEX` or `UNKNOWN`. */
  readonly slot: number;
  /** The name that came behind it last time. */
  next: KnownName | null;
}

export class BodyScanner {
  readonly #slots: ReadonlyMap<string, number>;
  readonly #payloadKeys: number;
  readonly #metadataEnd: number;
  readonly #known = new Map<string, KnownName>();
  #first: KnownName | null = null;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #hasUnknown = false;
  #payload = NONE;

  /** Payloads can be cut from lines of most dialects; where `hasBodies`, metadata and ids as well. */
  readonly hasBodies: boolean;

  private constructor(dialect: LineDialect, ids: readonly string[] | null) {
    const keys = [...dialect.payloadKeys, ...dialect.metadataKeys, ...(ids ?? [])];
    const slots = new Map([...dialect.envelopeKeys].map((key) => [key, IN_INDEX]));
    for (const [slot, key] of keys.entries()) slots.set(key, slot);
    this.#slots = slots;
    this.#payloadKeys = dialect.payloadKeys.length;
    this.#metadataEnd = this.#payloadKeys + dialect.metadataKeys.length;
    this.#starts = new Int32Array(keys.length);
    this.#ends = new Int32Array(keys.length);
    this.hasBodies = ids !== null;
  }

  /** `null` for dialects whose payloads are not simply a member of the line. */
  static of(dialect: LineDialect): BodyScanner | null {
    const { payloadKeys, metadataKeys, envelopeKeys, places } = dialect;
    const isPlain = dialect.payload === undefined && dialect.wrapper === undefined && dialect.nested === undefined;
    if (payloadKeys.length === 0 || !isPlain) return null;
    const ids = places?.eventId.map((path) => (path.length === 1 ? path[0]! : ''));
    const isClear = new Set([...payloadKeys, ...metadataKeys, ...(ids ?? [])]).size;
    if (isClear < payloadKeys.length + metadataKeys.length + (ids?.length ?? 0)) return null;
    return new BodyScanner(dialect, ids?.every((id) => envelopeKeys.has(id)) ? ids : null);
  }

  /** Finds the line's members in `window.bytes[from..to)`; `false` when it has to be read in the plain way. */
  scan(window: FileWindow, from: number, to: number): boolean {
    const { bytes, view } = window;
    this.#starts.fill(NONE);
    this.#hasUnknown = false;
    if (bytes[from] !== 0x7b) return false;
    let before: KnownName | null = null;
    let i = skipBlanks(bytes, from + 1, to);
    while (i < to) {
      let name: KnownName | null = before === null ? this.#first : before.next;
      if (name === null || !isKeyAt(view, i, name.key)) {
        const end = plainKeyEnd(bytes, i, to);
        if (end < 0) return false;
        name = this.#nameOf(bytes, i, end);
        if (before === null) this.#first = name;
        else before.next = name;
      }
      before = name;
      i = skipBlanks(bytes, i + name.key.length, to);
      if (bytes[i] !== 0x3a) return false;
      i = skipBlanks(bytes, i + 1, to);
      const end = skipValue(window, i, to);
      if (end < 0) return false;
      const { slot } = name;
      if (slot === UNKNOWN) this.#hasUnknown = true;
      else if (slot !== IN_INDEX) {
        // Of several members with one name each reader of lines has its own view.
        if (this.#starts[slot] !== NONE) return false;
        this.#starts[slot] = i;
        this.#ends[slot] = end;
      }
      i = skipBlanks(bytes, end, to);
      if (bytes[i] === 0x7d) return this.#choosePayload(bytes);
      if (bytes[i] !== 0x2c) return false;
      i = skipBlanks(bytes, i + 1, to);
    }
    return false;
  }

  #nameOf(bytes: Uint8Array, from: number, to: number): KnownName {
    const text = decoder.decode(bytes.subarray(from + 1, to - 1));
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const name = { key: keyBytesOf(bytes, from, to), slot: this.#slots.get(text) ?? UNKNOWN, next: null };
    if (this.#known.size < REMEMBERED) this.#known.set(text, name);
    return name;
  }

  /** The first payload member that is not `null`. A payload in a string is for others to decode. */
  #choosePayload(bytes: Uint8Array): boolean {
    this.#payload = NONE;
    for (let slot = 0; slot < this.#payloadKeys; slot++) {
      const start = this.#starts[slot]!;
      if (start !== NONE && (this.#payload === NONE || bytes[this.#starts[this.#payload]!] === 0x6e)) {
        this.#payload = slot;
      }
    }
    return this.#payload !== NONE && bytes[this.#starts[this.#payload]!] !== 0x22;
  }

  /** Where the payload of the line last scanned stands. */
  get payloadFrom(): number {
    return this.#starts[this.#payload]!;
  }

  get payloadTo(): number {
    return this.#ends[this.#payload]!;
  }

  /** The payload's text. */
  payload(window: FileWindow): string {
    return window.text(this.payloadFrom, this.payloadTo);
  }

  /** What else replay reads; `null` when it has to be read in the plain way. */
  body(window: FileWindow): StoredBody | null {
    if (!this.hasBodies || this.#hasUnknown) return null;
    let metadata: string | null = null;
    for (let slot = this.#payloadKeys; slot < this.#metadataEnd; slot++) {
      const start = this.#starts[slot]!;
      if (start === NONE || window.bytes[start] === 0x6e) continue;
      if (window.bytes[start] !== 0x7b || metadata !== null) return null;
      metadata = window.text(start, this.#ends[slot]!);
    }
    return { payload: this.payload(window), metadata, eventId: this.#eventId(window) };
  }

  /** The first id with a text that is not empty. */
  #eventId(window: FileWindow): string | null {
    for (let slot = this.#metadataEnd; slot < this.#starts.length; slot++) {
      const start = this.#starts[slot]!;
      if (start === NONE) continue;
      const text = window.text(start, this.#ends[slot]!);
      const id = text.startsWith('"') && !text.includes('\\') ? text.slice(1, -1) : toText(parseJson(text));
      if (id !== '') return id;
    }
    return null;
  }
}
