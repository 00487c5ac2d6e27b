import { type JsonValue, parseJson } from '../../../../shared/json.ts';
import type { Micros } from '../../../../shared/model/event.ts';
import { NO_POSITION } from '../../eventIndex/eventIndex.ts';
import { asciiIdHash } from '../../eventIndex/idHash.ts';
import { emptyScannedRow, type IndexBuilder, setHalves } from '../../eventIndex/indexBuilder.ts';
import type { StringTable } from '../../eventIndex/stringTable.ts';
import { ByteTable } from '../byteTable.ts';
import { hashOf, toMicros, toPosition, toText } from '../fields.ts';
import { type Halves, readInteger, readIso } from '../scannedFields.ts';
import { versionOfType, versionText } from '../schemaVersion.ts';
import type { EnvelopePlaces } from './dialect.ts';
import { memberPlan } from './memberPlan.ts';
import { Kind, ObjectScanner } from './scanObject.ts';

// Reads the envelope of a line from its bytes, by a dialect's places, into the same row that the dialect's own `read`
// would fill. What a single field makes difficult is read by the rules of fields.ts from the field's text; what a line
// makes difficult is answered with `false`: then the caller parses the line.

const roles = [
  'type',
  'stream',
  'schemaVersion',
  'eventId',
  'correlationId',
  'causationId',
  'revision',
  'position',
  'recordedAt',
] as const;
const TYPE = roles.indexOf('type');
const STREAM = roles.indexOf('stream');
const VERSION = roles.indexOf('schemaVersion');
const EVENT_ID = roles.indexOf('eventId');
const CORRELATION = roles.indexOf('correlationId');
const CAUSATION = roles.indexOf('causationId');
const REVISION = roles.indexOf('revision');
const POSITION = roles.indexOf('position');
const TIME = roles.indexOf('recordedAt');

/** Digits of an integer whose text is what `String` makes of the number. */
const SAME_DIGITS = 15;
/** Longest text of a schema version, in UTF-16 units. */
const LONGEST_VERSION = 64;
/** Slot of a role that no member plays. */
const NONE = -1;

export class EnvelopeScanner {
  readonly #scanner: ObjectScanner;
  readonly #chains: readonly Int32Array[];
  readonly #places: EnvelopePlaces;
  readonly #builder: IndexBuilder;
  readonly #streams = new ByteTable();
  readonly #types = new ByteTable();
  readonly #versions = new ByteTable();
  /** By number of the type: the version in its name, or `undefined` until a line needs it. */
  readonly #versionsOfTypes: (number | undefined)[] = [];
  readonly #row = emptyScannedRow();
  readonly #halves: Halves = { low: 0, high: 0 };
  #bytes: Buffer = Buffer.alloc(0);

  constructor(places: EnvelopePlaces, builder: IndexBuilder) {
    const plan = memberPlan({
      roles: roles.map((role) => places[role]),
      maybeText: places.maybeText,
      noObject: places.noObject ?? [],
    });
    this.#places = places;
    this.#builder = builder;
    this.#chains = plan.chains;
    this.#scanner = new ObjectScanner(plan);
  }

  /** Whether the line last scanned tells plain JSON from PostgreSQL's COPY text. */
  get hasTellingEscape(): boolean {
    return this.#scanner.hasTellingEscape;
  }

  /** Whether `bytes[from..to)` is an object that `append` may try; see `ObjectScanner.scan` for what the bytes must be. */
  scan(bytes: Buffer, from: number, to: number): boolean {
    this.#bytes = bytes;
    return this.#scanner.scan(bytes, from, to);
  }

  /** Appends the event of the line last scanned; `false`, and nothing is changed, when it has to be parsed. */
  append(place: number, placeLength: number): boolean {
    const { streams, types, schemaVersions } = this.#builder;
    const row = this.#row;
    const typeSlot = this.#text(TYPE);
    const versionSlot = this.#text(VERSION);
    if (typeSlot === NONE || (versionSlot !== NONE && this.#isLong(versionSlot))) return false;
    const type = this.#typeNumber(typeSlot, types);
    if (type < 0) return false;

    const streamSlot = this.#text(STREAM);
    row.type = type;
    row.stream =
      streamSlot === NONE
        ? streams.intern(this.#places.streamOtherwise)
        : this.#number(streamSlot, streams, this.#streams, toText);
    row.schemaVersion =
      versionSlot === NONE
        ? this.#versionOfType(type)
        : this.#number(versionSlot, schemaVersions, this.#versions, versionText);
    row.eventIdHash = this.#hash(EVENT_ID);
    row.correlationIdHash = this.#hash(CORRELATION);
    row.causationIdHash = this.#hash(CAUSATION);
    row.recordedAt = this.#time();
    this.#integer(REVISION);
    row.revisionLow = this.#halves.low;
    row.revisionHigh = this.#halves.high;
    this.#integer(POSITION);
    row.positionLow = this.#halves.low;
    row.positionHigh = this.#halves.high;
    row.place = place;
    row.placeLength = placeLength;
    this.#builder.appendScanned(row);
    return true;
  }

  /** The first member of a role that has a text which is not empty. */
  #text(role: number): number {
    const { masks, starts, ends, kinds } = this.#scanner;
    const chain = this.#chains[role]!;
    for (let mask = masks[role]!; mask !== 0; mask &= mask - 1) {
      const slot = chain[31 - Math.clz32(mask & -mask)]!;
      const kind = kinds[slot]!;
      if (kind === Kind.text ? starts[slot]! < ends[slot]! : kind <= Kind.number) return slot;
    }
    return NONE;
  }

  /** The first member of a role that is there and not `null`. */
  #any(role: number): number {
    const chain = this.#chains[role]!;
    for (let mask = this.#scanner.masks[role]!; mask !== 0; mask &= mask - 1) {
      const slot = chain[31 - Math.clz32(mask & -mask)]!;
      if (this.#scanner.kinds[slot] !== Kind.null) return slot;
    }
    return NONE;
  }

  /** Whether the bytes between start and end are the text that the field stands for. */
  #isPlain(slot: number): boolean {
    const { starts, ends, kinds } = this.#scanner;
    if (kinds[slot] === Kind.text) return true;
    if (kinds[slot] !== Kind.integer) return false;
    const first = this.#bytes[starts[slot]!];
    return ends[slot]! - starts[slot]! <= SAME_DIGITS && first !== 0x2d;
  }

  /** The field's value, as the whole line's would have it. */
  #value(slot: number): JsonValue {
    const { starts, ends, kinds } = this.#scanner;
    const quotes = kinds[slot]! <= Kind.escaped ? 1 : 0;
    return parseJson(this.#bytes.toString('utf8', starts[slot]! - quotes, ends[slot]! + quotes));
  }

  /** A version that might be too long to be one. */
  #isLong(slot: number): boolean {
    return this.#scanner.ends[slot]! - this.#scanner.starts[slot]! > LONGEST_VERSION;
  }

  #number(slot: number, strings: StringTable, table: ByteTable, textOf: (value: JsonValue) => string): number {
    if (!this.#isPlain(slot)) return strings.intern(textOf(this.#value(slot)));
    const from = this.#scanner.starts[slot]!;
    const to = this.#scanner.ends[slot]!;
    const known = table.find(this.#scanner.view, from, to);
    if (known >= 0) return known;
    const number = strings.intern(this.#bytes.toString('utf8', from, to));
    table.add(this.#scanner.view, from, to, number);
    return number;
  }

  /** As `number`, but -1 for a type whose lines have to be parsed: nothing is remembered of those here. */
  #typeNumber(slot: number, types: StringTable): number {
    const from = this.#scanner.starts[slot]!;
    const to = this.#scanner.ends[slot]!;
    if (this.#isPlain(slot)) {
      const known = this.#types.find(this.#scanner.view, from, to);
      if (known >= 0) return known;
    }
    const text = toText(this.#value(slot));
    if (text === '' || this.#places.parsedTypes?.includes(text)) return -1;
    const number = types.intern(text);
    if (this.#isPlain(slot)) this.#types.add(this.#scanner.view, from, to, number);
    return number;
  }

  #versionOfType(type: number): number {
    this.#versionsOfTypes[type] ??= this.#builder.schemaVersions.intern(versionOfType(this.#builder.types.text(type)));
    return this.#versionsOfTypes[type];
  }

  #hash(role: number): number {
    const slot = this.#text(role);
    if (slot === NONE) return Number.NaN;
    if (this.#isPlain(slot)) {
      const hash = asciiIdHash(this.#scanner.view, this.#scanner.starts[slot]!, this.#scanner.ends[slot]!);
      if (!Number.isNaN(hash)) return hash;
    }
    return hashOf(toText(this.#value(slot)));
  }

  #time(): Micros {
    const slot = this.#any(TIME);
    if (slot === NONE) return Number.NaN;
    if (this.#scanner.kinds[slot] === Kind.text) {
      const micros = readIso(this.#bytes, this.#scanner.starts[slot]!, this.#scanner.ends[slot]!);
      if (!Number.isNaN(micros)) return micros;
    }
    return toMicros(this.#value(slot));
  }

  /** The 64-bit integer of a role into `#halves`. */
  #integer(role: number): void {
    const slot = this.#any(role);
    const halves = this.#halves;
    if (slot === NONE) {
      setHalves(halves, NO_POSITION);
      return;
    }
    const kind = this.#scanner.kinds[slot]!;
    const { starts, ends } = this.#scanner;
    if (kind === Kind.text || kind === Kind.integer) {
      if (readInteger(this.#bytes, starts[slot]!, ends[slot]!, halves)) return;
    }
    setHalves(halves, toPosition(this.#value(slot)));
  }
}
