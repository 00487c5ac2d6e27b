import type { PartShape, ProbeResult, StoreFormat, StoreHead } from './format.ts';
import { dialectOf, worldOf } from './lines/dialects/dialects.ts';
import { JsonLinesReader } from './lines/jsonLinesReader.ts';
import { sampleOf } from './lines/sample.ts';

// One format with a table of dialects: a line's envelope tells the world it comes from. Three pieces that know nothing
// of each other: LineFile splits bytes into lines, LineText turns a line into JSON, a LineDialect reads the envelope.
// Where the dialect can say in which members its envelope stands, most lines are read by LineScanner without being parsed;
// what it leaves unread is parsed, and both ways leave the same index.

export const jsonLines: StoreFormat = {
  id: 'json-lines',
  name: 'JSON Lines',
  provenBy: 'exports of message-db, Marten, KurrentDB, CloudEvents, Kafka (kcat), Debezium and Commanded',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  probe,
  partShape,
  open: (source, head) => new JsonLinesReader(source, head),
};

function probe(head: StoreHead): ProbeResult {
  const no = (reason: string): ProbeResult => ({ match: false, reason });
  if (head.tables !== null) return no('It is a SQLite file, not text.');
  const { objects, lines, readable, firstError } = sampleOf(head);
  if (lines === 0) return no('It has no line with anything in it.');
  const first = firstByte(head.bytes);
  if (first === 0x5b) return no('It is one JSON array; this format has one object per line.');
  if (readable === 0 && first === 0x7b) {
    return no('It begins like a JSON object that goes over several lines; this format has one object per line.');
  }
  if (readable === 0 && head.bytes.includes(0)) return no('It holds NUL bytes: it is binary, not text.');
  if (readable * 2 < lines) return no(`Its lines are no JSON: ${firstError ?? 'the first one cannot be read'}.`);
  if (objects.length === 0) return no('Its lines are JSON, but no objects.');
  const dialect = dialectOf(objects);
  return typeof dialect === 'string' ? no(dialect) : { match: true };
}

/** Parts of one export speak one dialect; where it is mapped by names, with the same names. */
function partShape(head: StoreHead): PartShape | null {
  const dialect = dialectOf(sampleOf(head).objects);
  return typeof dialect === 'string' ? null : { key: `json-lines ${worldOf(dialect)}`, header: null };
}

const firstByte = (bytes: Uint8Array): number => bytes.find((byte) => byte > 0x20) ?? 0;
