// The fields of many payloads of one type and version, as they are met in the order of the log. Pure.
import { ExactNumber, type JsonValue } from '../../../shared/json.ts';
import type { FieldStats, SchemaDrift } from '../../../shared/model/schema.ts';

const typeNames = ['array', 'boolean', 'null', 'number', 'object', 'string'] as const;
type TypeName = (typeof typeNames)[number];
const NULL_BIT = 1 << typeNames.indexOf('null');

/** An object with more different keys than this is a map: its further keys count as one field named `*`. */
const MAP_KEYS = 200;
/** Deeper than this, fields are not told apart. */
const MAX_DEPTH = 32;
/** A field that so many of a version's events have is missed where it is missing. */
const MISSED_SHARE = 0.9;
const MISSED_LEAST = 10;

interface Field {
  readonly path: string;
  readonly depth: number;
  /** Bit per JSON type seen. */
  types: number;
  /** Events that have it. */
  present: number;
  /** The first event that had this field was the so-many-th that had its parent, from 1. */
  firstAt: number;
  firstOrdinal: number;
  /** First event that had the parent and not this field, after one that had it; -1 for none. */
  missingOrdinal: number;
  /** Whether it was there again after an event that lacked it. */
  cameBack: boolean;
  /** First event with a type not seen before, with the types before; `null` for none. */
  retyped: { readonly ordinal: number; readonly from: number; readonly to: number } | null;
  /** Events in which it is an object (or holds objects), and the first of them. */
  containers: number;
  firstContainer: number;
  /** The event last seen in. */
  seenIn: number;
  typesInEvent: number;
  readonly children: Map<string, Field>;
}

const newField = (path: string, depth: number): Field => ({
  path,
  depth,
  types: 0,
  present: 0,
  firstAt: 0,
  firstOrdinal: -1,
  missingOrdinal: -1,
  cameBack: false,
  retyped: null,
  containers: 0,
  firstContainer: -1,
  seenIn: -1,
  typesInEvent: 0,
  children: new Map(),
});

function typeOf(value: JsonValue): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof ExactNumber) return 'number';
  return typeof value as TypeName;
}

const namesOf = (types: number): string[] => typeNames.filter((_, i) => (types >> i) & 1);

/** A key as a segment of a path: quoted where the path would be read otherwise. */
const segmentOf = (key: string): string => (/^[^\s."[\]*:()]+$/.test(key) ? key : JSON.stringify(key));

/** Gathers the shape of payloads, event by event. */
export class Shape {
  readonly #root = newField('', 0);

  /** Adds one payload. Ordinals must ascend. */
  add(ordinal: number, payload: JsonValue): void {
    this.#visit(this.#root, payload, ordinal);
    this.#close(this.#root, ordinal);
  }

  /** All fields in order of path. A payload that is no object is the field `''`. */
  fields(): FieldStats[] {
    const fields: FieldStats[] = [];
    const objectBit = 1 << typeNames.indexOf('object');
    const walk = (field: Field): void => {
      if (field !== this.#root || (field.types & ~objectBit) !== 0) {
        fields.push({ path: field.path, types: namesOf(field.types), present: field.present });
      }
      for (const child of field.children.values()) walk(child);
    };
    walk(this.#root);
    return fields.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }

  /** Fields that came, went or changed type within these events. Children of a field that came or went are not named. */
  drift(schemaVersion: string | null): SchemaDrift[] {
    const drifts: SchemaDrift[] = [];
    const walk = (field: Field): void => {
      for (const child of field.children.values()) {
        const found = driftOf(child, field);
        if (found) drifts.push({ schemaVersion, path: child.path, ...found });
        if (child.retyped) drifts.push({ schemaVersion, path: child.path, ...retypedOf(child.path, child.retyped) });
        walk(child);
      }
    };
    walk(this.#root);
    return drifts.sort((a, b) => a.ordinal - b.ordinal || (a.path < b.path ? -1 : 1));
  }

  #visit(field: Field, value: JsonValue, ordinal: number): void {
    const type = typeOf(value);
    if (field.seenIn !== ordinal) {
      field.seenIn = ordinal;
      field.typesInEvent = 0;
      field.present++;
    }
    field.typesInEvent |= 1 << typeNames.indexOf(type);
    if (field.depth >= MAX_DEPTH) return;
    if (Array.isArray(value)) {
      if (value.length === 0) return;
      const items = this.#child(field, '[]', `${field.path}[]`, ordinal);
      for (const item of value) this.#visit(items, item, ordinal);
    } else if (type === 'object') {
      for (const [key, child] of Object.entries(value as { [key: string]: JsonValue })) {
        const known = field.children.has(key) || field.children.size < MAP_KEYS;
        const segment = known ? segmentOf(key) : '*';
        const path = field.path === '' ? segment : `${field.path}.${segment}`;
        this.#visit(this.#child(field, known ? key : '*', path, ordinal), child, ordinal);
      }
    }
  }

  #child(field: Field, key: string, path: string, ordinal: number): Field {
    let child = field.children.get(key);
    if (!child) {
      child = newField(path, field.depth + 1);
      child.firstAt = field.containers + 1;
      child.firstOrdinal = ordinal;
      field.children.set(key, child);
    }
    return child;
  }

  /** After an event: counts containers, and notes which known children it lacks. */
  #close(field: Field, ordinal: number): void {
    if (field.seenIn !== ordinal) return;
    const before = field.types & ~NULL_BIT;
    const now = field.typesInEvent & ~NULL_BIT;
    if (before !== 0 && (now & ~before) !== 0 && !field.retyped) {
      field.retyped = { ordinal, from: before, to: now & ~before };
    }
    field.types |= field.typesInEvent;
    const objects = 1 << typeNames.indexOf('object');
    const items = field.children.get('[]')?.seenIn === ordinal;
    if ((field.typesInEvent & objects) === 0 && !items) return;
    field.containers++;
    if (field.firstContainer < 0) field.firstContainer = ordinal;
    for (const child of field.children.values()) {
      if (child.seenIn === ordinal) {
        if (child.missingOrdinal >= 0) child.cameBack = true;
        this.#close(child, ordinal);
      } else if (child.missingOrdinal < 0) child.missingOrdinal = ordinal;
    }
  }
}

function retypedOf(
  path: string,
  { ordinal, from, to }: NonNullable<Field['retyped']>,
): { message: string; ordinal: number } {
  const were = namesOf(from).join(' or ');
  return {
    message: `${path} is ${namesOf(to).join(' or ')} from event #${ordinal} on, where it was ${were} before.`,
    ordinal,
  };
}

function driftOf(field: Field, parent: Field): { message: string; ordinal: number } | null {
  const of = parent.containers;
  if (field.present === of) return null;
  if (field.firstAt > 1 && field.missingOrdinal < 0) {
    const message = `${field.path} came with event #${field.firstOrdinal}: the ${field.firstAt - 1} before do not have it, all since do.`;
    return { message, ordinal: field.firstOrdinal };
  }
  if (field.firstAt === 1 && !field.cameBack) {
    const message = `${field.path} went with event #${field.missingOrdinal}: the ${field.present} before have it, none since does.`;
    return { message, ordinal: field.missingOrdinal };
  }
  if (of >= MISSED_LEAST && field.present / of >= MISSED_SHARE) {
    const ordinal = field.firstAt > 1 ? parent.firstContainer : field.missingOrdinal;
    return {
      message: `${field.path} is missing in ${of - field.present} of ${of} events, first in #${ordinal}.`,
      ordinal,
    };
  }
  return null;
}
