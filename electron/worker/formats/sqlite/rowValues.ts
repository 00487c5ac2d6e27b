import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '../../../../shared/json.ts';
import type { Micros, Payload } from '../../../../shared/model/event.ts';
import { numberToMicros, toMicros } from '../fields.ts';
import { jsonPayload } from '../lines/dialects/dialect.ts';
import { binary, payloadOfBytes, payloadOfText } from '../payloads.ts';
import type { SqliteValue } from '../sqlite.ts';

/** A value for a person: text, digits, bytes that are text; a UUID of 16 bytes in its usual form, others as hex. */
export function textOf(value: SqliteValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value == null) return '';
  if (!Buffer.isBuffer(value)) return String(value);
  if (value.length !== 16 && isUtf8(value)) return value.toString();
  const hex = value.toString('hex');
  return value.length === 16 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : hex;
}

/** ISO text or a number whose unit is told by its size; NaN for none. */
export function microsOf(value: SqliteValue | undefined): Micros {
  if (typeof value === 'bigint' || typeof value === 'number') return numberToMicros(String(value));
  return value == null ? Number.NaN : toMicros(textOf(value));
}

/**
 * JSON from a column of text or bytes, also in PostgreSQL's hex form or as JSON in a JSON string. Other encodings are
 * named and shown as text or bytes; none of them is run or loaded.
 */
export function payloadOfColumn(value: SqliteValue | undefined): Payload {
  if (value == null) return { kind: 'json', text: 'null' };
  if (Buffer.isBuffer(value)) {
    if (value[0] === 131) return binary(value, 'The bytes are in the external term format of Erlang.');
    return namedText(payloadOfBytes(value));
  }
  const text = textOf(value);
  if (/^\\x(?:[0-9a-f]{2})+$/i.test(text)) return payloadOfColumn(Buffer.from(text.slice(2), 'hex'));
  const payload = payloadOfText(text);
  return payload.kind === 'json' ? jsonPayload(payload.text) : namedText(payload);
}

function namedText(payload: Payload): Payload {
  return payload.kind === 'invalid' && /^\s*</.test(payload.text)
    ? { ...payload, reason: 'It is XML: it is shown as it is, and projections do not see it.' }
    : payload;
}

/** The JSON text of a column's value, so that nothing that stands beside an event is lost. */
export function jsonOfValue(value: SqliteValue): string {
  if (typeof value === 'bigint') return String(value);
  if (!Buffer.isBuffer(value)) return JSON.stringify(value satisfies JsonValue);
  return isUtf8(value) ? JSON.stringify(value.toString()) : JSON.stringify({ base64: value.toString('base64') });
}

/** A value in a sentence: short, and bytes by their number. */
export function shownValue(value: SqliteValue | undefined): string {
  const text = Buffer.isBuffer(value) ? `${value.length} bytes` : textOf(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
