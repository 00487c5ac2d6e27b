import { fitsDouble, parseJson } from '../../../shared/json.ts';
import type { JsonBytes } from '../../../shared/jsonBytes.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { visitPayloads } from '../eventIndex/payloadBytes.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { BatchSizes } from '../replay/batchSizes.ts';
import { type Field, NUMBER } from '../schema/payload/field.ts';
import { PayloadWalk } from '../schema/payload/payloadWalk.ts';

/** Events that are named of each group. */
const NAMED = 1000;
/** Shapes that are told apart of one version of a type. */
const MOST_SHAPES = 1000;
/** A double holds every integer of so many digits. */
const SAFE_DIGITS = 15;

/** Events that have something in common. */
export interface Group {
  count: number;
  /** The first of them. */
  readonly ordinals: Ordinal[];
}

/** Payloads of one version of a type, by their shape: which fields they have, of which JSON types. */
export interface VersionShapes {
  readonly type: number;
  readonly schemaVersion: number;
  readonly shapes: ReadonlyMap<number, Group>;
  /** Events with a payload that is JSON. */
  readonly events: number;
  /** Events whose shape was not told apart, because there were too many. */
  readonly untold: number;
}

/** A field whose numbers lose digits as doubles. */
export interface LossyField extends Group {
  readonly type: number;
  readonly path: string;
  /** The first such number, as it is written. */
  readonly example: string;
}

export interface PayloadFacts {
  /** Payloads that are JSON. */
  readonly events: number;
  /** Events whose payload is no JSON, or too deep to keep its digits: bytes, or damaged. */
  readonly unread: readonly Ordinal[];
  readonly versions: readonly VersionShapes[];
  readonly lossy: readonly LossyField[];
}

/** One walk over all payloads, for every check that looks into them. */
export async function payloadFacts(log: ReadableLog, context: ScanContext): Promise<PayloadFacts> {
  const { index } = log;
  const versionCount = index.schemaVersions.size;
  const versions = new Map<number, ShapesOfVersion>();
  const lossy = new Map<string, LossyField & { last: Ordinal }>();
  const sizes = new BatchSizes();
  const unread: Ordinal[] = [];
  let events = 0;
  for (let start = 0; start < index.length; ) {
    const ordinals = new Uint32Array(sizes.endFrom(index, start, index.length) - start);
    for (let i = 0; i < ordinals.length; i++) ordinals[i] = start + i;
    const { type, schemaVersion } = index.columns;
    let bytes = 0;
    visitPayloads(log, ordinals, (at, json, from, to) => {
      const ordinal = start + at;
      if (json === null) {
        unread.push(ordinal);
        return;
      }
      events++;
      bytes += to - from;
      const key = type[ordinal]! * versionCount + schemaVersion[ordinal]!;
      let version = versions.get(key);
      if (version === undefined) {
        version = new ShapesOfVersion(type[ordinal]!, schemaVersion[ordinal]!);
        versions.set(key, version);
      }
      const isRead = version.add(ordinal, json, from, to, (path, example) => {
        const name = `${type[ordinal]!} ${path}`;
        const known = lossy.get(name) ?? { type: type[ordinal]!, path, example, count: 0, ordinals: [], last: -1 };
        lossy.set(name, known);
        // A list may hold several; the event counts once.
        if (known.last !== ordinal) addTo(known, ordinal);
        known.last = ordinal;
      });
      if (!isRead) unread.push(ordinal);
    });
    start += ordinals.length;
    sizes.took(ordinals.length, bytes);
    await context.breathe({ phase: 'check', done: start, total: index.length, unit: 'events' });
    sizes.begin();
  }
  return { events, unread, versions: [...versions.values()], lossy: [...lossy.values()] };
}

function addTo(group: Group, ordinal: Ordinal): void {
  group.count++;
  if (group.ordinals.length < NAMED) group.ordinals.push(ordinal);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

class ShapesOfVersion implements VersionShapes {
  readonly type: number;
  readonly schemaVersion: number;
  readonly shapes = new Map<number, Group>();
  events = 0;
  untold = 0;
  readonly #walk = new PayloadWalk();
  /** A random-looking number for each field, so that a shape is their sum, whatever their order. */
  readonly #numbers = new Map<Field, number>();

  constructor(type: number, schemaVersion: number) {
    this.type = type;
    this.schemaVersion = schemaVersion;
  }

  /** Answers whether the payload could be read. */
  add(
    ordinal: Ordinal,
    json: JsonBytes,
    from: number,
    to: number,
    onLossy: (path: string, text: string) => void,
  ): boolean {
    const walk = this.#walk;
    const fromBytes = walk.overBytes(json, from, to);
    if (!fromBytes) {
      try {
        walk.overValue(parseJson(decoder.decode(json.bytes.subarray(from, to))));
      } catch {
        return false;
      }
    }
    let shape = 0;
    for (let i = 0; i < walk.size; i++) {
      const field = walk.fields[i]!;
      const kind = walk.kinds[i]!;
      if (kind === NUMBER) {
        const text = fromBytes ? wideNumber(json.bytes, walk.starts[i]!, walk.ends[i]!) : String(walk.values[i]);
        if (text !== null && !fitsDouble(text)) onLossy(field.path, text);
      }
      // Items of lists differ in number: a list is a list.
      if (!isInList(field)) shape = (shape + this.#numberOf(field, kind)) | 0;
    }
    this.events++;
    const known = this.shapes.get(shape);
    if (known) addTo(known, ordinal);
    else if (this.shapes.size >= MOST_SHAPES) this.untold++;
    else this.shapes.set(shape, { count: 1, ordinals: [ordinal] });
    return true;
  }

  #numberOf(field: Field, kind: number): number {
    let number = this.#numbers.get(field);
    if (number === undefined) {
      number = Math.imul(this.#numbers.size + 1, 0x9e3779b1);
      this.#numbers.set(field, number);
    }
    return Math.imul(number ^ (kind + 1), 0x85ebca6b);
  }
}

const isInList = (field: Field): boolean => field.path.includes('[]');

/** The text of a number that may lose digits; `null` for one with so few characters that it cannot. */
const wideNumber = (bytes: Uint8Array, from: number, to: number): string | null =>
  to - from <= SAFE_DIGITS && !hasExponent(bytes, from, to) ? null : decoder.decode(bytes.subarray(from, to));

function hasExponent(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((bytes[i]! | 0x20) === 0x65) return true;
  return false;
}
