import type { PartShape, ProbeResult, StoreFormat, StoreHead } from './format.ts';
import { csvPieces } from './lines/csvPieces.ts';
import { csvForm, sampleRecords } from './lines/csvText.ts';
import type { LineDialect } from './lines/dialects/dialect.ts';
import { dialectOf } from './lines/dialects/dialects.ts';
import { JsonLinesReader, type Pieces } from './lines/jsonLinesReader.ts';

// Events as comma-separated values with a header, any delimiter. A record is read as an object with a member for each
// column; the worlds that write them are those of JSON Lines.

export const csv: StoreFormat = {
  id: 'csv',
  name: 'CSV',
  provenBy: 'exports of message-db and of a Debezium outbox, and RFC 4180',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  probe(head): ProbeResult {
    const found = lookAt(head);
    return typeof found === 'string' ? { match: false, reason: found } : { match: true };
  },
  partShape(head): PartShape | null {
    const found = lookAt(head);
    if (typeof found === 'string') return null;
    const header = Buffer.from(head.bytes.subarray(0, found.pieces.from)).toString().trim();
    // Of a header that goes over several lines the next parts could not be freed.
    return header.includes('\n') ? null : { key: `csv ${header}`, header };
  },
  open(source, head) {
    const found = lookAt(head);
    if (typeof found === 'string') throw new Error(found); // `probe` has matched.
    return new JsonLinesReader(source, head, found.dialect, { pieces: found.pieces });
  },
};

/** What the head shows; a sentence why not. */
function lookAt(head: StoreHead): { dialect: LineDialect; pieces: Pieces } | string {
  if (head.tables !== null) return 'It is a SQLite file, not text.';
  const first = head.bytes.find((byte) => byte > 0x20);
  if (first === 0x7b || first === 0x5b || first === 0x3c) return 'It begins like JSON or XML, not like a header.';
  const form = csvForm(head);
  if (typeof form === 'string') return form;
  const objects = sampleRecords(head, form);
  if (objects.length === 0) return 'Behind its header is no record with as many fields.';
  const dialect = dialectOf(objects);
  if (typeof dialect === 'string') return `Its columns are ${form.columns.join(', ')}: that names no event.`;
  const { delimiter } = form;
  const notes = delimiter === ',' ? [] : [`Fields are divided by ${delimiter === '\t' ? 'tabs' : `"${delimiter}"`}.`];
  return {
    dialect: { ...dialect, name: dialect.name.replace('JSON Lines', 'CSV'), notes: [...notes, ...dialect.notes] },
    pieces: csvPieces(form, dialect),
  };
}
