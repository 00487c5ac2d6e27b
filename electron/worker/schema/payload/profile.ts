import { type ExactNumber, type JsonValue, parseJson } from '../../../../shared/json.ts';
import type { JsonBytes } from '../../../../shared/jsonBytes.ts';
import type { Micros, Ordinal } from '../../../../shared/model/event.ts';
import { type Field, NUMBER, OBJECT, STRING } from './field.ts';
import { NumberStats } from './numberStats.ts';
import { PayloadWalk } from './payloadWalk.ts';
import { TextStats } from './textStats.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What was noted of the events of one type and version, in the order of the log. */
export class Profile {
  readonly schemaVersion: string | null;
  events = 0;
  /** Events without a payload that is JSON. */
  withoutFields = 0;
  first: Ordinal = -1;
  last: Ordinal = -1;
  firstTime: Micros = Number.NaN;
  lastTime: Micros = Number.NaN;
  readonly #walk = new PayloadWalk();
  /** The objects of the event that is being noted. */
  readonly #containers: Field[] = [];

  constructor(schemaVersion: string | null) {
    this.schemaVersion = schemaVersion;
  }

  /** The payload as a field, with all others below it. */
  get root(): Field {
    return this.#walk.root;
  }

  /** Whether there were more fields than are told apart. */
  get fieldsCut(): boolean {
    return this.#walk.budget.cut;
  }

  /** Adds an event with the payload in `json.bytes[from..to)`, `null` where it is not JSON. Ordinals must ascend. */
  add(ordinal: Ordinal, time: Micros, json: JsonBytes | null, from: number, to: number): void {
    if (this.events++ === 0) this.first = ordinal;
    this.last = ordinal;
    if (!Number.isNaN(time)) {
      if (!(this.firstTime <= time)) this.firstTime = time;
      if (!(this.lastTime >= time)) this.lastTime = time;
    }
    if (json === null) {
      this.withoutFields++;
      return;
    }
    const walk = this.#walk;
    const fromBytes = walk.overBytes(json, from, to);
    if (!fromBytes) {
      const value = parsed(decoder.decode(json.bytes.subarray(from, to)));
      if (value === undefined) {
        this.withoutFields++;
        return;
      }
      walk.overValue(value);
    }
    for (let i = 0; i < walk.size; i++) {
      const field = walk.fields[i]!;
      const kind = walk.kinds[i]!;
      this.#see(field, kind, ordinal);
      if (kind === STRING) {
        field.texts ??= new TextStats();
        if (fromBytes) field.texts.noteBytes(json, walk.starts[i]!, walk.ends[i]!);
        else field.texts.noteText(walk.values[i] as string);
      } else if (kind === NUMBER) {
        field.numbers ??= new NumberStats();
        if (fromBytes) field.numbers.noteBytes(json.bytes, walk.starts[i]!, walk.ends[i]!);
        else field.numbers.noteValue(walk.values[i] as number | ExactNumber);
      }
    }
    for (const container of this.#containers) noteMissing(container, ordinal);
    this.#containers.length = 0;
  }

  #see(field: Field, kind: number, ordinal: Ordinal): void {
    if (field.last !== ordinal) {
      const { holder } = field;
      if (field.present++ === 0) {
        field.first = ordinal;
        if (holder !== null) {
          holder.known++;
          field.firstAt = holder.containers;
        }
      }
      field.last = ordinal;
      field.kindsNow = 0;
      if (holder !== null) {
        holder.seenNow++;
        field.lastAt = holder.containers;
      }
    }
    const bit = 1 << kind;
    if ((field.kindsNow & bit) === 0) {
      field.kindsNow |= bit;
      field.kinds |= bit;
      if (field.kindEvents[kind]!++ === 0) {
        field.kindFirst[kind] = ordinal;
        field.kindFirstAt[kind] = field.present;
      }
      field.kindLastAt[kind] = field.present;
    }
    if (kind === OBJECT && field.containerIn !== ordinal) {
      field.containerIn = ordinal;
      if (field.containers++ === 0) field.firstContainer = ordinal;
      field.seenNow = 0;
      this.#containers.push(field);
    }
  }
}

/** Notes which known children an object lacks, after all of its event was seen. */
function noteMissing(container: Field, ordinal: Ordinal): void {
  if (container.seenNow === container.known) return;
  for (const child of container.children.values()) {
    if (child.present === 0 || child.last === ordinal) continue;
    if (child.missingFirst < 0) {
      child.missingFirst = ordinal;
      child.missingFirstAt = container.containers;
    }
    child.missingLastAt = container.containers;
  }
}

/** A payload's value; `undefined` where it is not JSON after all: the check for unreadable rows names it. */
function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
