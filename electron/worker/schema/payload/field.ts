import { type KeyBytes, keyBytesOf } from '../../../../shared/jsonBytes.ts';
import type { NumberStats } from './numberStats.ts';
import type { TextStats } from './textStats.ts';

/** JSON types in their alphabetical order; a type's place is its number. */
export const kinds = ['array', 'boolean', 'null', 'number', 'object', 'string'] as const;
export const ARRAY = 0;
export const BOOLEAN = 1;
export const NULL = 2;
export const NUMBER = 3;
export const OBJECT = 4;
export const STRING = 5;
const KINDS = kinds.length;

/** Names of types from their bits. */
export const kindNames = (bits: number): string[] => kinds.filter((_, kind) => (bits >> kind) & 1);

/** An object with more different keys than this is a map: its further keys count as one field named `*`. */
export const MAP_KEYS = 200;
/** Deeper than this, fields are not told apart. */
export const MAX_DEPTH = 32;
/** Fields of one version that are told apart; further ones count as `*` of the object that they are in. */
const MOST_FIELDS = 5000;

/** How many fields may still be made. */
export interface FieldBudget {
  left: number;
  cut: boolean;
}

export const newBudget = (): FieldBudget => ({ left: MOST_FIELDS, cut: false });

const encoder = new TextEncoder();

/**
 * A field of the payloads of one version, with what was noted of it. "At" counts from 1 the events that have the
 * object which it is a member of.
 */
export class Field {
  /** `''` is the payload itself. */
  readonly path: string;
  readonly depth: number;
  /** The object that it is a member of; `null` for the payload and for items. */
  readonly holder: Field | null;
  /** Its name in quotes; `null` for the payload, items and `*`. */
  readonly key: KeyBytes | null;

  /** Events that have it, and the first and last of them. */
  present = 0;
  first = -1;
  last = -1;
  firstAt = 0;
  lastAt = 0;
  /** First event that had the holder and not this field, after one that had it; -1 for none. */
  missingFirst = -1;
  missingFirstAt = 0;
  missingLastAt = 0;
  /** Bits of the types seen, and of those in the event last seen. */
  kinds = 0;
  kindsNow = 0;
  /** By type: events, and the first and last of them; at which presence of the field, from 1. */
  readonly kindEvents = new Int32Array(KINDS);
  readonly kindFirst = new Int32Array(KINDS).fill(-1);
  readonly kindFirstAt = new Int32Array(KINDS);
  readonly kindLastAt = new Int32Array(KINDS);
  numbers: NumberStats | null = null;
  texts: TextStats | null = null;

  /** Events in which it is an object (or an item is), and the first of them. */
  containers = 0;
  firstContainer = -1;
  /** The event of the last one. */
  containerIn = -1;
  /** Children that were ever present, and those of the last event. */
  known = 0;
  seenNow = 0;
  readonly children = new Map<string, Field>();
  items: Field | null = null;

  /** The object that it was last met in, by number: a name that stands twice is noticed. */
  metIn = 0;
  /** What came first in this object, and what came behind this field, the last time. */
  likelyFirst: Field | null = null;
  likelyNext: Field | null = null;

  constructor(path: string, depth: number, holder: Field | null, key: KeyBytes | null) {
    this.path = path;
    this.depth = depth;
    this.holder = holder;
    this.key = key;
  }

  /** The child of that name, made if it is new; `*` where there are too many. */
  child(name: string, budget: FieldBudget): Field {
    const known = this.children.get(name);
    if (known) return known;
    const isMap = this.children.size >= MAP_KEYS || budget.left <= 0;
    if (isMap) {
      if (budget.left <= 0) budget.cut = true;
      return this.children.get(REST) ?? this.#add(REST, '*', null, budget);
    }
    const quoted = encoder.encode(JSON.stringify(name));
    return this.#add(name, segmentOf(name), keyBytesOf(quoted, 0, quoted.length), budget);
  }

  /** The field of an array's items. */
  item(): Field {
    this.items ??= new Field(`${this.path}[]`, this.depth + 1, null, null);
    return this.items;
  }

  #add(name: string, segment: string, key: KeyBytes | null, budget: FieldBudget): Field {
    budget.left--;
    const path = this.path === '' ? segment : `${this.path}.${segment}`;
    const child = new Field(path, this.depth + 1, this, key);
    this.children.set(name, child);
    return child;
  }
}

/** No key of an object: a lone surrogate cannot come out of UTF-8. */
const REST = '\ud800*';

/** A key as a segment of a path: quoted where the path would be read otherwise. */
const segmentOf = (key: string): string => (/^[^\s."[\]*:()]+$/.test(key) ? key : JSON.stringify(key));
