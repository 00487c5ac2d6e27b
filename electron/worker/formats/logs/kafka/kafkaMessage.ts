import type { Payload } from '../../../../../shared/model/event.ts';
import { orNull, toText } from '../../fields.ts';
import type { StoredRecord } from '../../format.ts';
import { type HeaderTexts, headerRole, noHeaders } from '../../messageHeaders.ts';
import { binary, payloadOfBytes } from '../../payloads.ts';
import { versionOfKeys, versionText } from '../../schemaVersion.ts';
import { headerValue, objectIn } from '../logTexts.ts';
import type { KafkaRecord } from './kafkaBatch.ts';

/** Bytes before a value that a schema registry's serializer wrote: a zero, and the number of the schema. */
const CONFLUENT_HEAD = 5;

/** The number of a value's schema in the registry; `null` where the value does not begin with one. */
export function registrySchema(bytes: Buffer, { valueFrom, valueTo }: KafkaRecord): number | null {
  return valueTo - valueFrom > CONFLUENT_HEAD && bytes[valueFrom] === 0 ? bytes.readUInt32BE(valueFrom + 1) : null;
}

/** Type and version that a value says itself, for messages whose headers say none. */
export function namesInValue(bytes: Buffer, { valueFrom, valueTo }: KafkaRecord): { type: string; version: string } {
  const value = valueTo < 0 ? null : objectIn(bytes, valueFrom, valueTo);
  const type = toText(value?.type) || toText(value?.eventType) || toText(value?.event_type);
  return { type, version: versionOfKeys(value ?? undefined) };
}

/** Everything that a record says. */
export function storedMessage(bytes: Buffer, record: KafkaRecord, partition: string | null): StoredRecord {
  const texts = noHeaders();
  const others: [string, string][] = partition === null ? [] : [['partition', partition]];
  for (let i = 0; i < record.headerCount && record.header(bytes); i++) {
    const name = bytes.toString('utf8', record.nameFrom, record.nameTo);
    const value = record.headerTo < 0 ? '' : headerValue(bytes.subarray(record.headerFrom, record.headerTo));
    const role = headerRole(name);
    if (role === null || texts[role] !== '' || (role === 'version' && versionText(value) === '')) {
      others.push([name, value]);
    } else texts[role] = value;
  }
  return { payload: payloadOfValue(bytes, record), ...fromHeaders(texts, others) };
}

/** What headers say of an envelope, and the rest of them as JSON; of several with one name a list. */
export function fromHeaders(
  { id, correlation, causation, actor }: HeaderTexts,
  others: readonly (readonly [string, string])[],
): Omit<StoredRecord, 'payload'> {
  const metadata = new Map<string, string | string[]>();
  for (const [name, value] of others) {
    const before = metadata.get(name);
    metadata.set(name, before === undefined ? value : [before, value].flat());
  }
  return {
    metadata: metadata.size === 0 ? null : JSON.stringify(Object.fromEntries(metadata)),
    eventId: orNull(id),
    correlationId: orNull(correlation),
    causationId: orNull(causation),
    actor: orNull(actor),
  };
}

function payloadOfValue(bytes: Buffer, record: KafkaRecord): Payload {
  if (record.valueTo < 0) return { kind: 'json', text: 'null' };
  const value = bytes.subarray(record.valueFrom, record.valueTo);
  const schema = registrySchema(bytes, record);
  if (schema === null) return payloadOfBytes(value);
  // The registry's JSON serializer writes JSON behind the number.
  const json = payloadOfBytes(value.subarray(CONFLUENT_HEAD));
  if (json.kind === 'json') return json;
  return binary(value, `The value is in a binary encoding, by schema ${schema} of a schema registry.`);
}
