import { createHash } from 'node:crypto';
import { HighwayHash } from '../../../electron/worker/formats/logs/nats/highwayHash.ts';
import { type LogEvent, millisOf } from './logEvent.ts';

// Messages as `server/filestore.go` of nats-server writes them.

const ERASED = 1n << 63n;
const TOMBSTONE = 1n << 62n;

export interface BlockMessage {
  readonly sequence: number;
  readonly subject?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Nanoseconds since 1970. */
  readonly nanos?: bigint;
  readonly mark?: 'erased' | 'tombstone';
}

/** Writes messages of one block: their checksums depend on the stream's name and the block's number. */
export function blockWriter(stream: string, block: number): (message: BlockMessage) => Buffer {
  const hash = new HighwayHash(createHash('sha256').update(`${stream}-${block}`).digest());
  return ({ sequence, subject = '', headers, body = '', nanos = 0n, mark }) => {
    const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = headers ? Buffer.from(`NATS/1.0\r\n${lines.join('')}\r\n`) : Buffer.alloc(0);
    const texts = [Buffer.from(subject), head, Buffer.from(body as string)] as const;
    const length = 22 + texts[0].length + (headers ? 4 : 0) + head.length + texts[2].length + 8;
    const fixed = Buffer.alloc(22);
    fixed.writeUInt32LE((length | (headers ? 0x80000000 : 0)) >>> 0, 0);
    fixed.writeBigUInt64LE(BigInt(sequence) | (mark === 'erased' ? ERASED : mark === 'tombstone' ? TOMBSTONE : 0n), 4);
    fixed.writeBigInt64LE(nanos, 12);
    fixed.writeUInt16LE(texts[0].length, 20);
    const hashed = Buffer.concat([fixed.subarray(4, 20), ...texts, Buffer.alloc(4)]);
    const view = new DataView(hashed.buffer, hashed.byteOffset, hashed.length);
    hash.hash(hashed, view, 0, hashed.length - 4);
    const sum = Buffer.alloc(8);
    sum.writeInt32LE(hash.low, 0);
    sum.writeInt32LE(hash.high, 4);
    const headLength = Buffer.alloc(headers ? 4 : 0);
    if (headers) headLength.writeUInt32LE(head.length);
    return Buffer.concat([fixed, texts[0], headLength, head, texts[2], sum]);
  };
}

export const natsMessageOf = (event: LogEvent, sequence: number): BlockMessage => ({
  sequence,
  subject: `bank.${event.streamId}`,
  headers: {
    'Nats-Msg-Id': event.eventId,
    'Event-Type': event.type,
    'Schema-Version': String(event.schemaVersion),
    'Correlation-Id': event.correlationId,
  },
  body: JSON.stringify(event.data),
  nanos: BigInt(millisOf(event)) * 1_000_000n + 123_456n,
});
