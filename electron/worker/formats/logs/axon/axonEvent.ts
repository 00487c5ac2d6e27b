import { ExactNumber, type JsonObject, setOwn, stringifyJson } from '../../../../../shared/json.ts';
import { orNull } from '../../fields.ts';
import type { StoredRecord } from '../../format.ts';
import { binary, payloadOfBytes } from '../../payloads.ts';

// The message `Event` of axon-server-api's event.proto, read as protobuf's wire format: fields that are not known are
// passed over. A map's entry is a message with a name (1) and a value (2).

/** Kinds of a field on the wire. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Goes through the fields of a message. Ends are behind the last byte. */
class Fields {
  field = 0;
  kind = 0;
  /** Of bytes. */
  from = 0;
  to = 0;
  /** Of a number: its 64 bits. */
  value = 0n;
  #at: number;
  readonly #bytes: Buffer;
  readonly #end: number;

  constructor(bytes: Buffer, from: number, to: number) {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
  }

  /** Whether all of it was read. */
  get isOver(): boolean {
    return this.#at === this.#end;
  }

  /** Goes to the next field; `false` at the end, or where none can be read. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const tag = this.#small();
    this.field = tag >> 3;
    this.kind = tag & 7;
    if (this.kind === BYTES) {
      const length = this.#small();
      this.from = this.#at;
      this.to = this.from + length;
      this.#at = this.to;
    } else if (this.kind === VARINT) this.value = this.#varint();
    else if (this.kind === FIXED64 || this.kind === FIXED32) {
      this.from = this.#at;
      this.#at += this.kind === FIXED64 ? 8 : 4;
    } else this.#at = Number.POSITIVE_INFINITY;
    return this.#at <= this.#end && this.field > 0;
  }

  #small(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      if (this.#at >= this.#end) break;
      const byte = this.#bytes[this.#at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    this.#at = Number.POSITIVE_INFINITY;
    return 0;
  }

  #varint(): bigint {
    let low = 0;
    let value = 0n;
    for (let i = 0; i < 10; i++) {
      const byte = this.#bytes[this.#at++] ?? 0;
      if (i < 4) low |= (byte & 0x7f) << (7 * i);
      else value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return BigInt(low) | value;
    }
    return BigInt(low) | value;
  }
}

/** The places of an event's parts; one object is filled again and again. */
export class AxonEvent {
  idFrom = 0;
  idTo = 0;
  streamFrom = 0;
  streamTo = 0;
  sequence = 0n;
  aggregateFrom = 0;
  aggregateTo = 0;
  millis = 0n;
  typeFrom = 0;
  typeTo = 0;
  revisionFrom = 0;
  revisionTo = 0;
  dataFrom = 0;
  dataTo = 0;
  isSnapshot = false;
  /** Where entries of the metadata stand. */
  readonly metadata: number[] = [];

  /** Reads `bytes[from..to)`; `false` where that is no event. */
  read(bytes: Buffer, from: number, to: number): boolean {
    Object.assign(this, nothing);
    this.metadata.length = 0;
    const fields = new Fields(bytes, from, to);
    while (fields.next()) {
      const { field, kind } = fields;
      if (kind === BYTES) this.#bytesField(bytes, field, fields.from, fields.to);
      else if (kind === VARINT && field === 3) this.sequence = fields.value;
      else if (kind === VARINT && field === 5) this.millis = BigInt.asIntN(64, fields.value);
      else if (kind === VARINT && field === 8) this.isSnapshot = fields.value !== 0n;
    }
    return fields.isOver && this.typeTo > this.typeFrom;
  }

  #bytesField(bytes: Buffer, field: number, from: number, to: number): void {
    if (field === 1) [this.idFrom, this.idTo] = [from, to];
    else if (field === 2) [this.streamFrom, this.streamTo] = [from, to];
    else if (field === 4) [this.aggregateFrom, this.aggregateTo] = [from, to];
    else if (field === 7) this.metadata.push(from, to);
    else if (field === 6) {
      const parts = new Fields(bytes, from, to);
      while (parts.next()) {
        if (parts.kind !== BYTES) continue;
        if (parts.field === 1) [this.typeFrom, this.typeTo] = [parts.from, parts.to];
        else if (parts.field === 2) [this.revisionFrom, this.revisionTo] = [parts.from, parts.to];
        else if (parts.field === 3) [this.dataFrom, this.dataTo] = [parts.from, parts.to];
      }
    }
  }
}

const nothing = {
  idFrom: 0,
  idTo: 0,
  streamFrom: 0,
  streamTo: 0,
  sequence: 0n,
  aggregateFrom: 0,
  aggregateTo: 0,
  millis: 0n,
  typeFrom: 0,
  typeTo: 0,
  revisionFrom: 0,
  revisionTo: 0,
  dataFrom: 0,
  dataTo: 0,
  isSnapshot: false,
};

/** A value of the metadata as JSON: {1 text, 2 sint64, 3 bool, 4 double, 5 {1 type, 2 revision, 3 bytes}}. */
function metadataValue(bytes: Buffer, from: number, to: number): JsonObject[string] {
  const value = new Fields(bytes, from, to);
  if (!value.next()) return null;
  const { field, kind } = value;
  if (kind === BYTES && field === 1) return bytes.toString('utf8', value.from, value.to);
  if (kind === BYTES) return { base64: bytes.toString('base64', value.from, value.to) };
  if (kind === FIXED64) return bytes.readDoubleLE(value.from);
  if (field === 3) return value.value !== 0n;
  const signed = (value.value >> 1n) ^ -(value.value & 1n);
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : new ExactNumber(String(signed));
}

/** Name and value of every entry of the metadata. */
export function metadataOf(bytes: Buffer, { metadata }: AxonEvent): JsonObject {
  const object: JsonObject = {};
  for (let i = 0; i < metadata.length; i += 2) {
    const entry = new Fields(bytes, metadata[i]!, metadata[i + 1]!);
    let name = '';
    let value: JsonObject[string] = null;
    while (entry.next()) {
      if (entry.kind !== BYTES) continue;
      if (entry.field === 1) name = bytes.toString('utf8', entry.from, entry.to);
      else if (entry.field === 2) value = metadataValue(bytes, entry.from, entry.to);
    }
    setOwn(object, name, value);
  }
  return object;
}

/** The flow that a message belongs to, and the message that caused it, in the words of Axon's own interceptors. */
export function referencesOf(metadata: JsonObject, id: string): { correlation: string; causation: string } {
  const textOf = (key: string): string => (typeof metadata[key] === 'string' ? metadata[key] : '');
  const cause = textOf('correlationId');
  return { correlation: textOf('traceId'), causation: cause === id ? '' : cause };
}

/** Everything that an event says. */
export function storedEvent(bytes: Buffer, event: AxonEvent): StoredRecord {
  const id = bytes.toString('utf8', event.idFrom, event.idTo);
  const own = metadataOf(bytes, event);
  const { correlation, causation } = referencesOf(own, id);
  const aggregateType = bytes.toString('utf8', event.aggregateFrom, event.aggregateTo);
  const metadata: JsonObject = { ...own, ...(aggregateType !== '' && !('aggregateType' in own) && { aggregateType }) };
  const data = bytes.subarray(event.dataFrom, event.dataTo);
  return {
    payload: data.length === 0 ? binary(data, 'The event has no payload.') : payloadOfBytes(data),
    metadata: Object.keys(metadata).length === 0 ? null : stringifyJson(metadata),
    eventId: orNull(id),
    correlationId: orNull(correlation),
    causationId: orNull(causation),
    actor: null,
  };
}
