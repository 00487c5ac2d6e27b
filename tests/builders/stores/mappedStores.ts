import type { Mapping, MappingFields, MappingSource } from '../../../shared/model/mapping.ts';
import { type LogEvent, millisOf } from '../logs/logEvent.ts';
import { writeLines } from './lineStores.ts';
import { oneTable } from './tableStores.ts';

// Events in layouts that no format knows, with the mapping by which they are read.

interface MappedStore {
  readonly name: string;
  readonly mapping: Mapping;
  write(path: string, events: readonly LogEvent[]): void;
}

const fields: MappingFields = {
  type: 'was',
  stream: 'wer',
  revision: 'nr',
  recordedAt: { from: 'wann', as: 'milliseconds' },
  eventId: 'kennung',
  payload: 'inhalt',
};
const mappingOf = (source: MappingSource): Mapping => ({ eventloupe: 'mapping', version: 1, source, fields });

export const mappedStores: Readonly<Record<string, MappedStore>> = {
  'mapped-lines': {
    name: 'JSON Lines by a mapping',
    mapping: mappingOf({ kind: 'json-lines' }),
    write: writeLines((e) => ({
      wer: e.streamId,
      nr: e.streamRevision,
      was: e.type,
      wann: millisOf(e),
      kennung: e.eventId,
      inhalt: e.data,
    })),
  },
  'mapped-table': {
    name: 'a SQLite table by a mapping',
    mapping: mappingOf({ kind: 'sqlite', table: 'journal' }),
    write: oneTable(
      'journal',
      'id INTEGER PRIMARY KEY, wer TEXT, nr INTEGER, was TEXT, wann INTEGER, kennung TEXT, inhalt TEXT',
      (e, n) => [n, e.streamId, e.streamRevision, e.type, millisOf(e), e.eventId, JSON.stringify(e.data)],
    ),
  },
};
