import type { PartShape, ProbeResult, StoreFormat, StoreHead } from './format.ts';
import type { LineDialect } from './lines/dialects/dialect.ts';
import { dialectOf, worldOf } from './lines/dialects/dialects.ts';
import { JsonLinesReader, type Pieces } from './lines/jsonLinesReader.ts';
import { valuePieces, valuesIn } from './lines/jsonValues.ts';
import { sampleOf } from './lines/sample.ts';
import { membersOf, skipSpace } from './rawJson.ts';

// Events as the values of one JSON array, of an array in an object, or as objects one behind the other that go over
// several lines. The worlds that write them are those of JSON Lines.

export const jsonArray: StoreFormat = {
  id: 'json-array',
  name: 'JSON array',
  provenBy: 'exports of KurrentDB, message-db and CloudEvents',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  probe(head): ProbeResult {
    const found = lookAt(head);
    return typeof found === 'string' ? { match: false, reason: found } : { match: true };
  },
  partShape(head): PartShape | null {
    const found = lookAt(head);
    // What is around an array that is a member cannot be joined; arrays and objects can stand one behind the other.
    if (typeof found === 'string' || found.pieces.array === 'member') return null;
    return { key: `json-${found.pieces.array === 'own' ? 'array' : 'values'} ${worldOf(found.dialect)}`, header: null };
  },
  open(source, head) {
    const found = lookAt(head);
    if (typeof found === 'string') throw new Error(found); // `probe` has matched.
    const { dialect, pieces } = found;
    const name = dialect.name.replace('JSON Lines', pieces.array ? 'JSON array' : 'JSON');
    return new JsonLinesReader(
      source,
      head,
      { ...dialect, name, notes: [...found.notes, ...dialect.notes] },
      { pieces },
    );
  },
};

interface Found {
  readonly dialect: LineDialect;
  readonly pieces: Pieces;
  readonly notes: readonly string[];
}

/** Members of an object that may hold its events. */
const holders = ['events', 'messages', 'records', 'items', 'rows', 'results', 'data', 'value'];

/** What the head shows; a sentence why not. */
function lookAt(head: StoreHead): Found | string {
  if (head.tables !== null) return 'It is a SQLite file, not text.';
  const text = Buffer.from(head.bytes.buffer, head.bytes.byteOffset, head.bytes.byteLength).toString();
  const start = skipSpace(text, 0);
  if (text[start] === '[') return events(text, start + 1, 'own', []);
  if (text[start] !== '{') return 'It begins neither like a JSON array nor like a JSON object.';
  const { lines, readable, objects } = sampleOf(head);
  if (lines > 1 && readable * 2 >= lines && objects.length > 0) return 'It has one JSON object per line.';
  for (const { key, start: at } of membersOf(text.slice(start))) {
    if (!holders.includes(key) || text[start + at] !== '[') continue;
    const found = events(text, start + at + 1, 'member', [`The events are those in the member "${key}".`]);
    if (typeof found !== 'string') return found;
  }
  return events(text, start, null, []);
}

function events(text: string, from: number, array: Pieces['array'], notes: readonly string[]): Found | string {
  const objects = valuesIn(text, from);
  if (objects.length === 0) return 'Among its first JSON values is no whole object.';
  const dialect = dialectOf(objects);
  if (typeof dialect === 'string') return dialect.replace('Its lines are', 'Its values are');
  return { dialect, notes, pieces: valuePieces(text, from, array) };
}
