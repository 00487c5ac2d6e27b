import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import { printableJson } from '../../../../shared/jsonDepth.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import { memberText } from '../rawJson.ts';
import type { SqliteValue } from '../sqlite.ts';
import type { EventTable, NamedRow } from './eventTable.ts';
import { payloadOfColumn } from './rowValues.ts';

// pure. Payload and metadata of a row, as its layout says.

export interface Metadata {
  /** The JSON text of an object; `null` for none. */
  readonly text: string | null;
  readonly object: JsonObject | null;
  /** What is wrong with it, as a sentence. */
  readonly problem: string | null;
  /** Whether the column holds something that `text` does not. */
  readonly isLost: boolean;
  /** Whether that is in an encoding which is not JSON. */
  readonly isForeign: boolean;
}

const none: Metadata = { text: null, object: null, problem: null, isLost: false, isForeign: false };

const decode = ({ decode: own }: EventTable, value: SqliteValue | undefined): Payload =>
  (own ?? payloadOfColumn)(value);

export function metadataOf(layout: EventTable, row: NamedRow): Metadata {
  const { metadata: column, unwrap, cleanMetadata } = layout;
  if (column === undefined || row[column] == null) return none;
  const decoded = decode(layout, row[column]);
  if (decoded.kind === 'binary' || (decoded.kind === 'invalid' && /^\s*</.test(decoded.text))) {
    return { ...none, isLost: true, isForeign: true };
  }
  if (decoded.kind === 'invalid') return { ...none, isLost: true, problem: `Its ${column}: ${decoded.reason}` };
  const inner = unwrap === undefined ? decoded.text : memberText(decoded.text, unwrap.metadata);
  if (inner === undefined) return { ...none, problem: `Its ${column} has no ${unwrap!.metadata}.` };
  const text = cleanMetadata?.(inner) ?? inner;
  const object = printableJson(text);
  if (isJsonObject(object)) return { ...none, text, object };
  return isEmpty(object) ? none : { ...none, isLost: true, problem: `Its ${column} is no JSON object.` };
}

export function payloadOf(layout: EventTable, row: NamedRow): Payload {
  const other = layout.otherPayload?.(row) ?? null;
  if (other !== null) return other;
  const payload = decode(layout, row[layout.payload]);
  if (layout.unwrap === undefined || payload.kind !== 'json') return payload;
  return { kind: 'json', text: memberText(payload.text, layout.unwrap.payload) ?? payload.text };
}

/** `null` and `[]`, as PHP writes an empty object. */
const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
