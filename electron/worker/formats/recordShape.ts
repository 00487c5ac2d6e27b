import type { LineDialect } from './lines/dialects/dialect.ts';
import type { EventTable } from './sqlite/eventTable.ts';

export type RecordPart =
  | 'stream'
  | 'type'
  | 'revision'
  | 'position'
  | 'recordedAt'
  | 'eventId'
  | 'schemaVersion'
  | 'payload'
  | 'metadata';

/** Where the records of a store hold the parts of an event, for those who write some in the same shape. */
export interface RecordShape {
  /** What a record is, for a person: `a line of message-db JSON Lines`, `a row of emt_messages`. */
  readonly name: string;
  /** Names from the record inwards; an empty list is the record itself. A part without a place is left out. */
  readonly places: Readonly<Partial<Record<RecordPart, readonly string[]>>>;
}

const scanned = ['stream', 'type', 'revision', 'position', 'recordedAt', 'eventId', 'schemaVersion'] as const;

/** The shape of a dialect's lines; `null` where it is not told. */
export function shapeOfLines(dialect: LineDialect): RecordShape | null {
  if (dialect.shape !== undefined) return { name: `a record of ${dialect.name}`, places: dialect.shape };
  const { places, wrapper, payloadKeys, metadataKeys, name } = dialect;
  if (places === undefined) return null;
  const outer = wrapper === undefined ? [] : [wrapper];
  const shape: Partial<Record<RecordPart, readonly string[]>> = {
    payload: payloadKeys[0] === undefined ? outer : [...outer, payloadKeys[0]],
  };
  if (metadataKeys[0] !== undefined) shape.metadata = [...outer, metadataKeys[0]];
  for (const part of scanned) {
    const [first] = places[part];
    if (first !== undefined) shape[part] = first;
  }
  return { name: `a record of ${name}`, places: shape };
}

/** The shape of the rows of a table of events. */
export function shapeOfTable(layout: EventTable): RecordShape {
  const { columns, payload, metadata, unwrap, needed } = layout;
  const shape: Partial<Record<RecordPart, readonly string[]>> = {
    payload: unwrap === undefined ? [payload] : [payload, unwrap.payload],
  };
  if (unwrap !== undefined) shape.metadata = [payload, unwrap.metadata];
  else if (metadata !== undefined) shape.metadata = [metadata];
  for (const part of scanned) if (columns[part] !== undefined) shape[part] = [columns[part]];
  return { name: `a row of ${Object.keys(needed)[0]}`, places: shape };
}
