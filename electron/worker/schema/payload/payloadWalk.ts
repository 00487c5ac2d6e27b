import { ExactNumber, isJsonObject, type JsonValue } from '../../../../shared/json.ts';
import {
  isKeyAt,
  type JsonBytes,
  plainKeyEnd,
  skipBlanks,
  skipString,
  skipValue,
} from '../../../../shared/jsonBytes.ts';
import { ARRAY, BOOLEAN, Field, MAX_DEPTH, NULL, NUMBER, newBudget, OBJECT, STRING } from './field.ts';

// Finds the fields of payloads: from the bytes of most, from the parsed value of those whose names stand twice or are
// written with escapes. What was found lies side by side until the next walk; nothing is noted in the fields yet.

/** Index where a walk ends that bytes cannot answer. */
const UNCLEAR = -1;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class PayloadWalk {
  readonly root = new Field('', 0, null, null);
  readonly budget = newBudget();
  /** How many values the last walk met; what is behind that in the lists is old. */
  size = 0;
  readonly fields: Field[] = [];
  kinds = new Uint8Array(64);
  /** Where values stand, after a walk over bytes. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** The values themselves, after a walk over a parsed payload. */
  readonly values: JsonValue[] = [];
  #objects = 0;
  #json: JsonBytes | null = null;
  #to = 0;

  /** Walks over the JSON in `json.bytes[from..to)`; `false` where it has to be parsed first. */
  overBytes(json: JsonBytes, from: number, to: number): boolean {
    this.size = 0;
    this.#json = json;
    this.#to = to;
    const end = this.#value(this.root, skipBlanks(json.bytes, from, to));
    return end !== UNCLEAR && skipBlanks(json.bytes, end, to) === to;
  }

  overValue(value: JsonValue): void {
    this.size = 0;
    this.#visit(this.root, value);
  }

  /** Index behind the value at `at`. */
  #value(field: Field, at: number): number {
    const { bytes, view } = this.#json!;
    const to = this.#to;
    switch (bytes[at]) {
      case 0x22: {
        const end = skipString(view, at, to);
        this.#push(field, STRING, at, end);
        return end;
      }
      case 0x7b:
        this.#push(field, OBJECT, at, at);
        return field.depth >= MAX_DEPTH ? skipValue(this.#json!, at, to) : this.#members(field, at + 1);
      case 0x5b:
        this.#push(field, ARRAY, at, at);
        return field.depth >= MAX_DEPTH ? skipValue(this.#json!, at, to) : this.#items(field, at + 1);
      case 0x74:
      case 0x66: {
        const end = at + (bytes[at] === 0x74 ? 4 : 5);
        this.#push(field, BOOLEAN, at, end);
        return end;
      }
      case 0x6e:
        this.#push(field, NULL, at, at + 4);
        return at + 4;
      default: {
        const end = skipValue(this.#json!, at, to);
        if (end !== UNCLEAR) this.#push(field, NUMBER, at, end);
        return end;
      }
    }
  }

  #members(parent: Field, at: number): number {
    const { bytes, view } = this.#json!;
    const to = this.#to;
    const object = ++this.#objects;
    let before: Field | null = null;
    let i = skipBlanks(bytes, at, to);
    if (bytes[i] === 0x7d) return i + 1;
    while (i < to) {
      let field: Field | null = before === null ? parent.likelyFirst : before.likelyNext;
      let end: number;
      if (field?.key != null && isKeyAt(view, i, field.key)) end = i + field.key.length;
      else {
        end = plainKeyEnd(bytes, i, to);
        if (end < 0) return UNCLEAR;
        field = parent.child(decoder.decode(bytes.subarray(i + 1, end - 1)), this.budget);
        if (before === null) parent.likelyFirst = field;
        else before.likelyNext = field;
      }
      // Of a name that stands twice the last value counts. Of the further keys of a map this is not looked at.
      if (field.metIn === object && field.key !== null) return UNCLEAR;
      field.metIn = object;
      before = field;
      i = skipBlanks(bytes, end, to);
      if (bytes[i] !== 0x3a) return UNCLEAR;
      i = this.#value(field, skipBlanks(bytes, i + 1, to));
      if (i === UNCLEAR) return UNCLEAR;
      i = skipBlanks(bytes, i, to);
      if (bytes[i] === 0x7d) return i + 1;
      if (bytes[i] !== 0x2c) return UNCLEAR;
      i = skipBlanks(bytes, i + 1, to);
    }
    return UNCLEAR;
  }

  #items(parent: Field, at: number): number {
    const { bytes } = this.#json!;
    const to = this.#to;
    let i = skipBlanks(bytes, at, to);
    if (bytes[i] === 0x5d) return i + 1;
    const field = parent.item();
    while (i < to) {
      i = this.#value(field, i);
      if (i === UNCLEAR) return UNCLEAR;
      i = skipBlanks(bytes, i, to);
      if (bytes[i] === 0x5d) return i + 1;
      if (bytes[i] !== 0x2c) return UNCLEAR;
      i = skipBlanks(bytes, i + 1, to);
    }
    return UNCLEAR;
  }

  #visit(field: Field, value: JsonValue): void {
    this.values[this.size] = value;
    this.#push(field, kindOf(value), 0, 0);
    if (field.depth >= MAX_DEPTH) return;
    if (Array.isArray(value)) {
      if (value.length === 0) return;
      const items = field.item();
      for (const item of value) this.#visit(items, item);
    } else if (isJsonObject(value)) {
      for (const [name, child] of Object.entries(value)) this.#visit(field.child(name, this.budget), child);
    }
  }

  #push(field: Field, kind: number, start: number, end: number): void {
    const at = this.size++;
    if (at >= this.kinds.length) this.#grow();
    this.fields[at] = field;
    this.kinds[at] = kind;
    this.starts[at] = start;
    this.ends[at] = end;
  }

  #grow(): void {
    const larger = <A extends Uint8Array | Int32Array>(array: A, into: A): A => {
      into.set(array);
      return into;
    };
    const length = 2 * this.kinds.length;
    this.kinds = larger(this.kinds, new Uint8Array(length));
    this.starts = larger(this.starts, new Int32Array(length));
    this.ends = larger(this.ends, new Int32Array(length));
  }
}

function kindOf(value: JsonValue): number {
  if (value === null) return NULL;
  if (Array.isArray(value)) return ARRAY;
  if (value instanceof ExactNumber) return NUMBER;
  return { boolean: BOOLEAN, number: NUMBER, object: OBJECT, string: STRING }[
    typeof value as 'boolean' | 'number' | 'object' | 'string'
  ];
}
