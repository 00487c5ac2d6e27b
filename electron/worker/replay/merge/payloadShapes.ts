import {
  isKeyAt,
  type JsonBytes,
  type KeyBytes,
  keyBytesOf,
  plainKeyEnd,
  skipBlanks,
  skipValue,
} from '../../../../shared/jsonBytes.ts';
import { DEEPEST } from '../../../../shared/jsonDepth.ts';

/** Of a payload that a merge leaves the state as it is with. */
export const NO_EFFECT = -1;
/** Of a payload that has none: what it does to a state depends on more than its names. */
export const NO_SHAPE = -2;

/** Steps that are remembered; a log whose names are data has no end of them. */
const MOST_STEPS = 20_000;
/**
 * Levels of objects; and how long a list may be, in bytes, so that both together are never deeper than a merge
 * allows.
 */
const MOST_LEVELS = 100;
const LONGEST_LIST = 2 * (DEEPEST - MOST_LEVELS);
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LIST = 0x5b;
const COMMA = 0x2c;
/** Of all values only `null` begins with it. */
const LETTER_N = 0x6e;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Names that came before, the last one first. */
interface Seen {
  readonly name: string;
  readonly before: Seen | null;
}

/** The object that a walk is in. */
interface Inside {
  /** The names that lead to it, each behind a zero, which no name has. */
  readonly path: string;
  /** Its names so far. */
  readonly seen: Seen | null;
  /** Where the walk goes on behind its end; `null` for the payload itself. */
  readonly outside: Inside | null;
}

/** A point on the way through a payload: all payloads that came the same way to here. */
interface Step {
  readonly inside: Inside;
  /** By name, behind `{` where it holds an object, else `:`. */
  readonly ways: Map<string, Way>;
  /** The way taken last: payloads of one log are alike. */
  likely: Way | null;
  /** Behind the end of the object. */
  closed: Step | null;
  /** Number of the payload that ends here; `NO_SHAPE` before one did. */
  shape: number;
}

/** A member: its name, and whether it holds an object, whose members follow. */
interface Way {
  readonly key: KeyBytes;
  readonly isObject: boolean;
  /** `null` where the payload has no shape. */
  readonly to: Step | null;
}

const stepIn = (inside: Inside): Step => ({ inside, ways: new Map(), likely: null, closed: null, shape: NO_SHAPE });

/**
 * Numbers payloads by shape: equal numbers stand for the same names in the same order, each with an object of equal
 * shape or with anything else that is not `null`. So a merge of one overwrites all that a merge of the other wrote.
 * A name holds an object in all shapes or in none (whichever was first): no two of them undo each other. Payloads with
 * `null`, with a name twice or with an escape in a name have no shape. Found from the bytes, without parsing.
 */
export class PayloadShapes {
  readonly #start = stepIn({ path: '', seen: null, outside: null });
  /** By path of a member: whether it holds an object. */
  readonly #isObject = new Map<string, boolean>();
  #steps = 0;
  #shapes = 0;

  /** The shape of the payload in `json.bytes[from..to)`, which is valid JSON. */
  of(json: JsonBytes, from: number, to: number): number {
    const { bytes, view } = json;
    if (bytes[from] !== OPEN) return bytes[from] === LETTER_N ? NO_EFFECT : NO_SHAPE;
    let step = this.#start;
    let levels = 1;
    let i = skipBlanks(bytes, from + 1, to);
    while (i < to) {
      if (bytes[i] === CLOSE) {
        i = skipBlanks(bytes, i + 1, to);
        const { outside } = step.inside;
        if (outside === null) return i === to ? this.#shapeOf(step) : NO_SHAPE;
        step.closed ??= stepIn(outside);
        step = step.closed;
        levels--;
      } else {
        const likely = step.likely !== null && isKeyAt(view, i, step.likely.key) ? step.likely : null;
        const end = likely === null ? plainKeyEnd(bytes, i, to) : i + likely.key.length;
        if (end < 0) return NO_SHAPE;
        const value = skipBlanks(bytes, skipBlanks(bytes, end, to) + 1, to);
        const isObject = bytes[value] === OPEN;
        if (bytes[value] === LETTER_N) return NO_SHAPE;
        const way = likely?.isObject === isObject ? likely : this.#way(step, bytes, i, end, isObject);
        if (way.to === null) return NO_SHAPE;
        step.likely = way;
        step = way.to;
        if (isObject) {
          if (++levels > MOST_LEVELS) return NO_SHAPE;
          i = skipBlanks(bytes, value + 1, to);
          continue;
        }
        i = skipValue(json, value, to);
        if (i < 0 || (bytes[value] === LIST && i - value > LONGEST_LIST)) return NO_SHAPE;
        i = skipBlanks(bytes, i, to);
      }
      if (bytes[i] === COMMA) i = skipBlanks(bytes, i + 1, to);
    }
    return NO_SHAPE;
  }

  #shapeOf(end: Step): number {
    if (end.shape === NO_SHAPE) end.shape = this.#shapes++;
    return end.shape;
  }

  #way({ inside, ways }: Step, bytes: Uint8Array, from: number, to: number, isObject: boolean): Way {
    const name = decoder.decode(bytes.subarray(from + 1, to - 1));
    const id = `${isObject ? '{' : ':'}${name}`;
    const known = ways.get(id);
    if (known) return known;
    const key = keyBytesOf(bytes, from, to);
    if (this.#steps >= MOST_STEPS) return { key, isObject, to: null };
    this.#steps++;
    const way = { key, isObject, to: this.#stepBehind(inside, name, isObject) };
    ways.set(id, way);
    return way;
  }

  #stepBehind({ path, seen, outside }: Inside, name: string, isObject: boolean): Step | null {
    for (let other = seen; other !== null; other = other.before) if (other.name === name) return null;
    const inner = `${path}\0${name}`;
    const known = this.#isObject.get(inner) ?? isObject;
    this.#isObject.set(inner, known);
    if (known !== isObject) return null;
    const after = { path, seen: { name, before: seen }, outside };
    return stepIn(isObject ? { path: inner, seen: null, outside: after } : after);
  }
}
