import { crc32 } from 'node:zlib';
import { type LogEvent, millisOf } from './logEvent.ts';

// Segments as Axon Server's local storage writes them, and the message `Event` of its event.proto.

export interface AxonMessage {
  readonly id?: string;
  readonly aggregate?: string;
  readonly sequence?: number;
  readonly aggregateType?: string;
  readonly millis?: number;
  readonly type: string;
  readonly revision?: string;
  readonly data: string | Buffer;
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
  readonly isSnapshot?: boolean;
}

/** A segment with the transactions given, each a list of events, and space behind them that is not in use. */
export function segmentOf(transactions: readonly (readonly AxonMessage[])[], free = 64, ends = true): Buffer {
  const head = Buffer.from([2, 0, 0, 0, 0]);
  const end = ends ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
  return Buffer.concat([head, ...transactions.map(transactionOf), end, Buffer.alloc(free)]);
}

export function transactionOf(messages: readonly AxonMessage[]): Buffer {
  const events = messages.map((message) => {
    const bytes = eventOf(message);
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  const content = Buffer.concat(events);
  const head = Buffer.alloc(7);
  head.writeInt32BE(content.length, 0);
  head[4] = 2;
  head.writeInt16BE(messages.length, 5);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([head, content, sum]);
}

export const axonMessageOf = (event: LogEvent): AxonMessage => ({
  id: event.eventId,
  aggregate: event.streamId,
  sequence: event.streamRevision - 1,
  aggregateType: 'Account',
  millis: millisOf(event),
  type: `bank.${event.type}`,
  revision: String(event.schemaVersion),
  data: JSON.stringify(event.data),
  metadata: { traceId: event.correlationId },
});

function eventOf({
  id = '',
  aggregate = '',
  sequence = 0,
  aggregateType = '',
  millis = 0,
  ...more
}: AxonMessage): Buffer {
  const { type, revision = '', data, metadata = {}, isSnapshot = false } = more;
  const payload = Buffer.concat([bytesField(1, type), bytesField(2, revision), bytesField(3, data)]);
  const entries = Object.entries(metadata).map(([name, value]) =>
    bytesField(7, Buffer.concat([bytesField(1, name), bytesField(2, metadataValue(value))])),
  );
  return Buffer.concat([
    bytesField(1, id),
    bytesField(2, aggregate),
    numberField(3, sequence),
    bytesField(4, aggregateType),
    numberField(5, millis),
    bytesField(6, payload),
    ...entries,
    numberField(8, isSnapshot ? 1 : 0),
  ]);
}

function metadataValue(value: string | number | boolean): Buffer {
  if (typeof value === 'string') return bytesField(1, value);
  if (typeof value === 'boolean') return Buffer.concat([tag(3, 0), varint(value ? 1 : 0)]);
  if (Number.isInteger(value)) return Buffer.concat([tag(2, 0), varint(value < 0 ? -2 * value - 1 : 2 * value)]);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(4, 1), bytes]);
}

/** What is empty is not written. */
function bytesField(field: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return bytes.length === 0 ? bytes : Buffer.concat([tag(field, 2), varint(bytes.length), bytes]);
}

const numberField = (field: number, value: number): Buffer =>
  value === 0 ? Buffer.alloc(0) : Buffer.concat([tag(field, 0), varint(value)]);

const tag = (field: number, kind: number): Buffer => varint(field * 8 + kind);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}
