import { createHash } from 'node:crypto';
import type { LogEvent } from './logEvent.ts';

// Chunk files as `LogRecords/*.cs` and `Chunks/*.cs` of KurrentDB write them.

const HEADER = 128;
const EPOCH_TICKS = 621_355_968_000_000_000n;

export const DATA = 1;
export const DELETE = 8;
export const COMMITTED = 0x20;
export const JSON_DATA = 0x100;
export const REDACTED = 0x200;

export interface Prepare {
  readonly stream: string;
  readonly type: string;
  /** The number of the event less one. */
  readonly expectedVersion: bigint;
  readonly flags?: number;
  readonly data?: string | Buffer;
  readonly metadata?: string | Buffer;
  readonly id?: string;
  readonly time?: string;
  readonly transaction?: bigint;
  readonly offset?: number;
  /** Layout of the record: 0 has numbers of 32 bits. */
  readonly version?: 0 | 1;
}

/** Which chunks of the log a file holds, and how large each of them is. */
interface ChunkPlace {
  readonly number?: number;
  readonly last?: number;
  readonly size?: number;
}

/** Writes the records of one chunk. */
export class ChunkWriter {
  readonly #number: number;
  readonly #last: number;
  readonly #size: number;
  readonly #records: Buffer[] = [];
  #bytes = 0;
  /** Position of the next record; may be set forwards, as scavenging leaves it. */
  position: bigint;

  constructor({ number = 0, last, size = 256 * 1024 * 1024 }: ChunkPlace = {}) {
    this.#number = number;
    this.#last = last ?? number;
    this.#size = size;
    this.position = BigInt(number) * BigInt(size);
  }

  /** Answers the position of the record. */
  prepare({ stream, type, expectedVersion, version = 1, ...more }: Prepare): bigint {
    const { flags = DATA | COMMITTED | JSON_DATA, data = '{}', metadata = '', id, time, offset = 0 } = more;
    const head = Buffer.alloc(14 + (version === 0 ? 4 : 8));
    head.writeUInt16LE(flags, 0);
    head.writeBigInt64LE(more.transaction ?? this.position, 2);
    head.writeInt32LE(offset, 10);
    writeNumber(head, 14, expectedVersion, version);
    const ticks = Buffer.alloc(8);
    ticks.writeBigInt64LE(BigInt(Date.parse(time ?? '2026-05-01T00:00:00Z')) * 10_000n + EPOCH_TICKS);
    const guid = guidBytes(id ?? '00000000-0000-4000-8000-000000000000');
    const body = [head, text(stream), guid, Buffer.alloc(16), ticks, text(type), block(data), block(metadata)];
    return this.#record(0, version, Buffer.concat(body));
  }

  commit(transaction: bigint, firstEventNumber: bigint, version: 0 | 1 = 1): bigint {
    const body = Buffer.alloc(8 + (version === 0 ? 4 : 8) + 32);
    body.writeBigInt64LE(transaction, 0);
    writeNumber(body, 8, firstEventNumber, version);
    return this.#record(1, version, body);
  }

  system(): bigint {
    return this.#record(2, 0, Buffer.concat([Buffer.alloc(18), block('{"epochNumber":0}')]));
  }

  /** An event with a number of its own in its stream. */
  event({ streamId, streamRevision, type, recordedAt, eventId, correlationId, schemaVersion, data }: LogEvent): bigint {
    return this.prepare({
      stream: streamId,
      type,
      expectedVersion: BigInt(streamRevision - 2),
      data: JSON.stringify(data),
      metadata: JSON.stringify({ $correlationId: correlationId, schemaVersion }),
      id: eventId,
      time: recordedAt,
    });
  }

  #record(kind: number, version: number, content: Buffer): bigint {
    const { position } = this;
    const record = Buffer.alloc(4 + 10 + content.length + 4);
    record.writeInt32LE(10 + content.length, 0);
    record[4] = kind;
    record[5] = version;
    record.writeBigInt64LE(position, 6);
    content.copy(record, 14);
    record.writeInt32LE(10 + content.length, record.length - 4);
    this.#records.push(record);
    this.#bytes += record.length;
    this.position += BigInt(record.length);
    return position;
  }

  #header(isScavenged: boolean, version: number, transform: number): Buffer {
    const header = Buffer.alloc(HEADER);
    header[0] = 2;
    header[1] = Math.min(version, 3);
    header.writeInt32LE(this.#size, 2);
    header.writeInt32LE(this.#number, 6);
    header.writeInt32LE(this.#last, 10);
    header.writeInt32LE(isScavenged ? 1 : 0, 14);
    header[34] = version === 3 ? 0 : version;
    header[35] = transform;
    return header;
  }

  /** The file while it is written: with space behind the records that is not in use. */
  active(free = 4096): Buffer {
    return Buffer.concat([this.#header(false, 3, 0), ...this.#records, Buffer.alloc(free)]);
  }

  /** The file of a completed chunk; a scavenged one has a map of positions. */
  completed({ isScavenged = false, version = 3, transform = 0 } = {}): Buffer {
    const map = Buffer.alloc(isScavenged ? 12 * this.#records.length : 0);
    const used = HEADER + this.#bytes + map.length + 128;
    const padding = Buffer.alloc(version === 2 ? 0 : Math.ceil(used / 4096) * 4096 - used);
    const footer = Buffer.alloc(128 - 16);
    footer[0] = 3;
    footer.writeInt32LE(this.#bytes, 1);
    footer.writeBigInt64LE(this.position - BigInt(this.#number) * BigInt(this.#size), 5);
    footer.writeInt32LE(map.length, 13);
    const file = Buffer.concat([this.#header(isScavenged, version, transform), ...this.#records, map, padding, footer]);
    return Buffer.concat([file, createHash('md5').update(file).digest()]);
  }
}

function writeNumber(bytes: Buffer, at: number, value: bigint, version: 0 | 1): void {
  if (version === 0) bytes.writeInt32LE(Number(value), at);
  else bytes.writeBigInt64LE(value, at);
}

function block(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  const length = Buffer.alloc(4);
  length.writeInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function text(content: string): Buffer {
  const bytes = Buffer.from(content);
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

/** The first three groups come with the low byte first. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  for (const [from, to] of [
    [0, 4],
    [4, 6],
    [6, 8],
  ]) {
    bytes.subarray(from, to).reverse();
  }
  return bytes;
}
