import { gzipSync, zstdCompressSync } from 'node:zlib';
import { crc32c } from '../../../electron/worker/formats/logs/crc32c.ts';
import { type LogEvent, millisOf } from './logEvent.ts';

// Record batches as `DefaultRecordBatch.java` and `DefaultRecord.java` of Kafka write them.

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

export interface KafkaMessage {
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly time?: number;
}

export interface BatchOptions {
  readonly codec?: Codec;
  readonly isAppendTime?: boolean;
  readonly isTransactional?: boolean;
  readonly isControl?: boolean;
  readonly producerId?: bigint;
}

/** A batch of messages that begins at an offset. */
export function batchOf(baseOffset: number, messages: readonly KafkaMessage[], options: BatchOptions = {}): Buffer {
  const { codec = 'none', isAppendTime, isTransactional, isControl, producerId = -1n } = options;
  const times = messages.map(({ time = 0 }) => time);
  const first = times[0] ?? 0;
  const records = Buffer.concat(messages.map((message, i) => recordOf(message, i, (message.time ?? 0) - first)));
  const packed = pack[codec](records);
  const batch = Buffer.alloc(61 + packed.length);
  batch.writeBigInt64BE(BigInt(baseOffset), 0);
  batch.writeInt32BE(batch.length - 12, 8);
  batch[16] = 2;
  const flags = (isAppendTime ? 8 : 0) | (isTransactional ? 16 : 0) | (isControl ? 32 : 0);
  batch.writeInt16BE(codecs.indexOf(codec) | flags, 21);
  batch.writeInt32BE(Math.max(0, messages.length - 1), 23);
  batch.writeBigInt64BE(BigInt(first), 27);
  batch.writeBigInt64BE(BigInt(Math.max(0, ...times)), 35);
  batch.writeBigInt64BE(producerId, 43);
  batch.writeInt32BE(-1, 53);
  batch.writeInt32BE(messages.length, 57);
  packed.copy(batch, 61);
  batch.writeUInt32BE(crc32c(batch, 21, batch.length), 17);
  return batch;
}

/** The end of a producer's transaction. */
export function markerOf(offset: number, producerId: bigint, kind: 'abort' | 'commit'): Buffer {
  const key = Buffer.from([0, 0, 0, kind === 'commit' ? 1 : 0]);
  const options = { isTransactional: true, isControl: true, producerId };
  return batchOf(offset, [{ key, value: Buffer.alloc(6) }], options);
}

export const messageOf = (event: LogEvent): KafkaMessage => ({
  key: event.streamId,
  value: JSON.stringify(event.data),
  time: millisOf(event),
  headers: {
    'event-id': event.eventId,
    'event-type': event.type,
    'schema-version': String(event.schemaVersion),
    'correlation-id': event.correlationId,
  },
});

function recordOf({ key, value, headers = {} }: KafkaMessage, offset: number, time: number): Buffer {
  const content = [Buffer.from([0]), varint(time), varint(offset), sized(key), sized(value)];
  content.push(varint(Object.keys(headers).length));
  for (const [name, text] of Object.entries(headers)) content.push(sized(name), sized(text));
  const bytes = Buffer.concat(content);
  return Buffer.concat([varint(bytes.length), bytes]);
}

function sized(content: string | Buffer | null): Buffer {
  if (content === null) return varint(-1);
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  const bytes: number[] = [];
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}

const pack: Readonly<Record<Codec, (records: Buffer) => Buffer>> = {
  none: (records) => records,
  gzip: (records) => gzipSync(records),
  zstd: (records) => zstdCompressSync(records),
  snappy: (records) => {
    const head = Buffer.from('82534e41505059000000000100000001', 'hex');
    const blocks: Buffer[] = [head];
    for (let at = 0; at < records.length; at += 32 * 1024) {
      const block = snappyBlock(records.subarray(at, at + 32 * 1024));
      const length = Buffer.alloc(4);
      length.writeInt32BE(block.length);
      blocks.push(length, block);
    }
    return Buffer.concat(blocks);
  },
  lz4: lz4Frame,
};

/** Literals of up to 60 bytes alone: what compresses nothing is snappy as well. */
export function snappyBlock(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let rest = bytes.length;
  const length: number[] = [];
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  parts.push(Buffer.from([...length, rest]));
  for (let at = 0; at < bytes.length; at += 60) {
    const literal = bytes.subarray(at, at + 60);
    parts.push(Buffer.from([(literal.length - 1) << 2]), literal);
  }
  return Buffer.concat(parts);
}

/** A frame with one block: all of it as it is, but for a run of one byte at its end that is said as a repetition. */
export function lz4Frame(bytes: Buffer): Buffer {
  const head = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0]);
  const block = lz4Block(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(block.length);
  return Buffer.concat([head, length, block, Buffer.alloc(4)]);
}

/** The same text is not written a second time where four bytes or more of it came just before. */
function lz4Block(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  const seen = new Map<string, number>();
  let from = 0;
  let at = 0;
  const sequence = (literals: Buffer, offset: number, length: number): void => {
    const more = (value: number): number[] => {
      const list: number[] = [];
      for (let rest = value - 15; value >= 15; rest -= 255) {
        list.push(Math.min(255, rest));
        if (rest < 255) break;
      }
      return list;
    };
    const token = (Math.min(15, literals.length) << 4) | (offset === 0 ? 0 : Math.min(15, length - 4));
    parts.push(Buffer.from([token, ...more(literals.length)]), literals);
    if (offset > 0) parts.push(Buffer.from([offset & 255, offset >> 8, ...more(length - 4)]));
  };
  while (at + 12 < bytes.length) {
    const four = bytes.toString('latin1', at, at + 4);
    const before = seen.get(four);
    seen.set(four, at);
    if (before === undefined || at - before > 0xffff) {
      at++;
      continue;
    }
    let length = 4;
    while (at + length < bytes.length - 5 && bytes[before + length] === bytes[at + length]) length++;
    sequence(bytes.subarray(from, at), at - before, length);
    at += length;
    from = at;
  }
  sequence(bytes.subarray(from), 0, 0);
  return Buffer.concat(parts);
}
