import { isUtf8 } from 'node:buffer';
import { asciiIdHash } from '../../eventIndex/idHash.ts';
import type { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import type { RowBatch } from '../../eventIndex/rows.ts';
import type { StringTable } from '../../eventIndex/stringTable.ts';
import { ByteTable } from '../byteTable.ts';
import { hashOf } from '../fields.ts';
import { memberPlan } from '../lines/memberPlan.ts';
import { Kind, ObjectScanner } from '../lines/scanObject.ts';
import { readIso } from '../scannedFields.ts';
import { versionOfType } from '../schemaVersion.ts';
import { isText, type RecordView, Serial } from './recordView.ts';
import type { RowPlaces } from './rowPlaces.ts';

const VERSION = 0;
const CORRELATION = 1;
const CAUSATION = 2;
const TIME = 3;

/** Slot of a column that the format has not. */
const NONE = -1;
/** Digits of an integer whose text is what `String` makes of the number. */
const SAME_DIGITS = 15;
/** Longest text of a schema version, in UTF-16 units. */
const LONGEST_VERSION = 64;
const LINE_BREAK = 0x0a;
/** Largest distance of a place from its origin. */
const LARGEST_PLACE = 2 ** 32 - 1;
/** Rows that are put into the index at once. */
const BATCH = 512;

/** Makes events of records by a format's places. It knows the usual forms only; for others it says so. */
export class EnvelopeRows {
  readonly #builder: IndexBuilder;
  readonly #batch = newBatch();
  #count = 0;
  /** The first row's key: places are counted from there. */
  #origin = 0;
  readonly #json: ObjectScanner;
  readonly #chains: readonly Int32Array[];
  readonly #versionInType: boolean;
  readonly #streams = new ByteTable();
  readonly #types = new ByteTable();
  readonly #versions = new ByteTable();
  readonly #versionsOfTypes: (number | undefined)[] = [];
  readonly #usual: readonly {
    readonly slot: number;
    readonly texts: readonly Buffer[];
    readonly serials: readonly number[];
  }[];
  readonly #slots: Readonly<Record<'stream' | 'type' | 'revision' | 'eventId' | 'recordedAt' | 'json', number>>;
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** `columns`: the table's columns by slot; one that the table has not stands for NULL. */
  constructor(places: RowPlaces, columns: readonly string[], builder: IndexBuilder) {
    const { json } = places;
    const plan = memberPlan({
      roles: [json.schemaVersion, json.correlationId, json.causationId, json.recordedAt],
      maybeText: [],
      noObject: [],
    });
    const slotOf = (column: string | undefined): number => (column === undefined ? NONE : columns.indexOf(column));
    this.#builder = builder;
    this.#json = new ObjectScanner(plan);
    this.#chains = plan.chains;
    this.#versionInType = json.versionInType;
    this.#slots = {
      stream: slotOf(places.stream),
      type: slotOf(places.type),
      revision: slotOf(places.revision),
      eventId: slotOf(places.eventId),
      recordedAt: slotOf(places.recordedAt),
      json: slotOf(json.column),
    };
    this.#usual = Object.entries(places.usual).flatMap(([column, values]) => {
      const slot = slotOf(column);
      if (slot === NONE) return [];
      const texts = values.flatMap((value) => (typeof value === 'string' ? [Buffer.from(value)] : []));
      const serials = values.flatMap((value) => (value === 0n ? [Serial.zero] : value === 1n ? [Serial.one] : []));
      return [{ slot, texts, serials }];
    });
  }

  /** Appends the event of a record; `false`, and nothing is changed, when the format has to read it. */
  append(record: RecordView): boolean {
    if (this.#count === BATCH || record.rowId - this.#origin > LARGEST_PLACE) this.flush();
    const { bytes, serials } = record;
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const { stream, type, eventId, json } = this.#slots;
    if (!isText(serials[stream]!) || !isText(serials[type]!) || !this.#isUsual(record)) return false;
    if (eventId !== NONE && !isText(serials[eventId]!)) return false;
    if (!this.#revision(record) || !this.#scanJson(record, json)) return false;
    const batch = this.#batch;
    const i = this.#count;
    const correlation = this.#memberHash(CORRELATION);
    const causation = this.#memberHash(CAUSATION);
    if (correlation === UNKNOWN || causation === UNKNOWN) return false;
    if (!this.#time(record)) return false;
    const version = this.#member(VERSION);
    if (version !== NONE && !this.#isPlain(version, LONGEST_VERSION)) return false;

    const { starts, ends } = record;
    const { streams, types, schemaVersions } = this.#builder;
    const typeNumber = this.#number(starts[type]!, ends[type]!, types, this.#types);
    batch.type[i] = typeNumber;
    batch.stream[i] = this.#number(starts[stream]!, ends[stream]!, streams, this.#streams);
    batch.schemaVersion[i] =
      version === NONE
        ? this.#versionOfType(typeNumber)
        : this.#number(this.#json.starts[version]!, this.#json.ends[version]!, schemaVersions, this.#versions);
    batch.eventIdHash[i] = eventId === NONE ? Number.NaN : this.#hash(starts[eventId]!, ends[eventId]!);
    batch.correlationIdHash[i] = correlation;
    batch.causationIdHash[i] = causation;
    const { rowId } = record;
    if (i === 0) this.#origin = rowId;
    batch.position.array[2 * i] = rowId;
    batch.position.array[2 * i + 1] = Math.floor(rowId / 2 ** 32);
    batch.place[i] = rowId - this.#origin;
    this.#count = i + 1;
    return true;
  }

  /** Puts what was appended into the index: before a row that comes another way, and before anybody looks. */
  flush(): void {
    if (this.#count > 0) this.#builder.appendBatch(this.#batch, 0, this.#count, this.#origin);
    this.#count = 0;
  }

  #isUsual(record: RecordView): boolean {
    const { serials } = record;
    for (let i = 0; i < this.#usual.length; i++) {
      const { slot, texts, serials: allowed } = this.#usual[i]!;
      const serial = serials[slot]!;
      if (isText(serial) ? !isOneOf(record, slot, texts) : !allowed.includes(serial)) return false;
    }
    return true;
  }

  #revision({ serials, starts }: RecordView): boolean {
    const slot = this.#slots.revision;
    const serial = serials[slot]!;
    const at = starts[slot]!;
    const view = this.#view;
    let low: number;
    if (serial === 1) low = view.getInt8(at);
    else if (serial === 2) low = view.getInt16(at);
    else if (serial === 3) low = (view.getInt8(at) << 16) | view.getUint16(at + 1);
    else if (serial === 4) low = view.getInt32(at);
    else if (serial === 5) return this.#setRevision(view.getInt32(at + 2), view.getInt16(at));
    else if (serial === Serial.integer64) return this.#setRevision(view.getInt32(at + 4), view.getInt32(at));
    else if (serial === Serial.zero || serial === Serial.one) low = serial - Serial.zero;
    else return false;
    return this.#setRevision(low, low >> 31);
  }

  #setRevision(low: number, high: number): true {
    this.#batch.revision.array[2 * this.#count] = low;
    this.#batch.revision.array[2 * this.#count + 1] = high;
    return true;
  }

  /** The scanner wants a control character behind the text: it lends the place of the byte that stands there. */
  #scanJson({ bytes, starts, ends, serials }: RecordView, slot: number): boolean {
    const serial = serials[slot]!;
    if (serial < Serial.firstBytes) return false;
    const from = starts[slot]!;
    const to = ends[slot]!;
    if (!isText(serial) && !isUtf8(bytes.subarray(from, to))) return false;
    const behind = bytes[to]!;
    bytes[to] = LINE_BREAK;
    const understood = this.#json.scan(bytes, from, to);
    bytes[to] = behind;
    return understood;
  }

  #time({ bytes, starts, ends, serials }: RecordView): boolean {
    const slot = this.#slots.recordedAt;
    let time = Number.NaN;
    if (slot === NONE) {
      const member = this.#member(TIME);
      if (member === NONE || this.#json.kinds[member] !== Kind.text) return false;
      time = readIso(bytes, this.#json.starts[member]!, this.#json.ends[member]!);
    } else if (isText(serials[slot]!)) time = readIso(bytes, starts[slot]!, ends[slot]!);
    this.#batch.recordedAt[this.#count] = time;
    return !Number.isNaN(time) || (slot !== NONE && serials[slot] === Serial.null);
  }

  /** The first member of a role that has a text which is not empty. */
  #member(role: number): number {
    const { masks, starts, ends, kinds } = this.#json;
    const chain = this.#chains[role]!;
    for (let mask = masks[role]!; mask !== 0; mask &= mask - 1) {
      const slot = chain[31 - Math.clz32(mask & -mask)]!;
      const kind = kinds[slot]!;
      if (kind === Kind.text ? starts[slot]! < ends[slot]! : kind <= Kind.number) return slot;
    }
    return NONE;
  }

  /** Whether the bytes of a member are its text as `String` makes it, and no more than `longest`. */
  #isPlain(member: number, longest: number): boolean {
    const { starts, ends, kinds } = this.#json;
    const length = ends[member]! - starts[member]!;
    if (kinds[member] === Kind.text) return length <= longest;
    return kinds[member] === Kind.integer && length <= SAME_DIGITS && this.#bytes[starts[member]!] !== 0x2d;
  }

  /** NaN for no such member, `UNKNOWN` for one that the format has to read. */
  #memberHash(role: number): number {
    const member = this.#member(role);
    if (member === NONE) return Number.NaN;
    if (!this.#isPlain(member, Number.POSITIVE_INFINITY)) return UNKNOWN;
    return this.#hash(this.#json.starts[member]!, this.#json.ends[member]!);
  }

  #hash(from: number, to: number): number {
    if (from === to) return Number.NaN;
    const hash = asciiIdHash(this.#view, from, to);
    return Number.isNaN(hash) ? hashOf(this.#bytes.toString('utf8', from, to)) : hash;
  }

  #number(from: number, to: number, strings: StringTable, table: ByteTable): number {
    const known = table.find(this.#view, from, to);
    if (known >= 0) return known;
    const number = strings.intern(this.#bytes.toString('utf8', from, to));
    table.add(this.#view, from, to, number);
    return number;
  }

  #versionOfType(type: number): number {
    if (!this.#versionInType) return 0;
    const { schemaVersions, types } = this.#builder;
    this.#versionsOfTypes[type] ??= schemaVersions.intern(versionOfType(types.text(type)));
    return this.#versionsOfTypes[type];
  }
}

/** No hash: those are not negative. */
const UNKNOWN = -1;

const newBatch = (): RowBatch => ({
  position: { isNarrow: false, array: new Int32Array(2 * BATCH) },
  revision: { isNarrow: false, array: new Int32Array(2 * BATCH) },
  stream: new Uint32Array(BATCH),
  type: new Uint32Array(BATCH),
  schemaVersion: new Uint32Array(BATCH),
  recordedAt: new Float64Array(BATCH),
  eventIdHash: new Float64Array(BATCH),
  correlationIdHash: new Float64Array(BATCH),
  causationIdHash: new Float64Array(BATCH),
  place: new Uint32Array(BATCH),
  placeLength: new Uint32Array(BATCH),
});

function isOneOf({ bytes, starts, ends }: RecordView, slot: number, texts: readonly Buffer[]): boolean {
  const from = starts[slot]!;
  const length = ends[slot]! - from;
  for (let k = 0; k < texts.length; k++) {
    const text = texts[k]!;
    let i = 0;
    while (i < length && text[i] === bytes[from + i]) i++;
    if (i === length && text.length === length) return true;
  }
  return false;
}
