import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappingText } from '../../shared/mappingText.ts';
import type { Mapping, MappingFields, MappingSource } from '../../shared/model/mapping.ts';
import { writeSqlite } from '../builders/sqliteStore.ts';

// Stores of layouts that no library has, for the contract of mapped stores: the same happenings of a warehouse as a table,
// a table without row ids, a view, lines of JSON, an array and columns. Run it with Node; the same bytes come out.

const folder = join(import.meta.dirname, '../fixtures/stores/mapped');

interface Happening {
  readonly nr: number;
  readonly what: string;
  readonly kind: string;
  readonly ref: string;
  readonly step: number;
  readonly at: number;
  readonly who: string;
  readonly flow: string;
  readonly details: Record<string, unknown>;
}

const START = Date.UTC(2026, 2, 1, 8);
const shelves = ['A', 'B', 'C', 'D'];
const whats = ['GoodsStored', 'GoodsCounted', 'GoodsPicked', 'ShelfCleaned'];
const steps = new Map<string, number>();

const happenings = Array.from({ length: 60 }, (_, i): Happening => {
  const kind = i % 3 === 0 ? 'dock' : 'shelf';
  const ref = shelves[(i * 5) % 4]!;
  const step = (steps.get(kind + ref) ?? 0) + 1;
  steps.set(kind + ref, step);
  const who = ['ada', 'bea', 'cem'][i % 3]!;
  const details = { pieces: (i * 13) % 29, note: i % 7 === 0 ? 'Größe „L“' : 'ok' };
  const what = whats[i % 4]!;
  return { nr: 100 + 2 * i, what, kind, ref, step, at: START + i * 90_500, who, flow: `f-${i >> 2}`, details };
});

const columns = 'nr INTEGER, what TEXT, kind TEXT, ref TEXT, step INTEGER, day REAL, who TEXT, flow TEXT, details TEXT';
const julian = (ms: number): number => ms / 86_400_000 + 2_440_587.5;
const rows = (table: string): (readonly [string, ...unknown[]])[] =>
  happenings.map((h) => [
    `INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[h.nr, h.what, h.kind, h.ref, h.step, julian(h.at), h.who, h.flow, JSON.stringify(h.details)],
  ]);

function mapping(name: string, source: MappingSource, fields: MappingFields): void {
  const text = mappingText({ eventloupe: 'mapping', version: 1, source, fields } satisfies Mapping);
  writeFileSync(join(folder, `${name}.mapping.json`), text);
}

const ofTable: MappingFields = {
  type: 'what',
  stream: { join: ['kind', 'ref'], with: '-' },
  revision: 'step',
  globalPosition: 'nr',
  recordedAt: { from: 'day', as: 'julian-days' },
  correlationId: 'flow',
  actor: 'who',
  payload: 'details',
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

writeSqlite(
  join(folder, 'warehouse.sqlite'),
  `CREATE TABLE people(name TEXT); CREATE TABLE diary(${columns});
   CREATE VIEW shelves AS SELECT * FROM diary WHERE kind = 'shelf';`,
  rows('diary'),
);
mapping('warehouse.sqlite', { kind: 'sqlite', table: 'diary' }, ofTable);

writeSqlite(
  join(folder, 'view.sqlite'),
  `CREATE TABLE kept(${columns}, PRIMARY KEY (nr, kind)) WITHOUT ROWID; CREATE VIEW diary AS SELECT * FROM kept;`,
  rows('kept'),
);
mapping('view.sqlite', { kind: 'sqlite', table: 'diary' }, ofTable);

const lines = happenings.map(({ nr, what, kind, ref, step, at, who, flow, details }) => ({
  seen: { nr, what, where: `${kind}-${ref}`, step, at: new Date(at).toISOString() },
  body: { details, by: { user: who, flow } },
}));
const ofLines: MappingFields = {
  type: '/seen/what',
  stream: '/seen/where',
  revision: '/seen/step',
  globalPosition: '/seen/nr',
  recordedAt: '/seen/at',
  correlationId: '/body/by/flow',
  payload: '/body/details',
  metadata: '/body/by',
};
writeFileSync(join(folder, 'diary.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
mapping('diary.jsonl', { kind: 'json-lines' }, ofLines);
writeFileSync(join(folder, 'diary.json'), JSON.stringify({ shop: 'x', log: { entries: lines } }, null, 1));
mapping('diary.json', { kind: 'json-array', path: '/log/entries' }, ofLines);

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
writeFileSync(
  join(folder, 'diary.csv'),
  happenings
    .map(({ nr, what, kind, ref, step, at, who, flow, details }) =>
      [nr, what, `${kind}-${ref}`, step, at * 1000, who, flow, quoted(JSON.stringify(details))].join('|'),
    )
    .join('\r\n'),
);
mapping(
  'diary.csv',
  { kind: 'csv', delimiter: '|', header: false },
  {
    type: '2',
    stream: '3',
    revision: '4',
    globalPosition: '1',
    recordedAt: { from: '5', as: 'microseconds' },
    correlationId: '7',
    actor: '6',
    payload: '8',
  },
);

const perType = Object.fromEntries(whats.map((what) => [what, happenings.filter((h) => h.what === what).length]));
const last = happenings.findLast(({ kind, ref }) => kind === 'shelf' && ref === 'B')!;
const ofStream = happenings.filter(({ kind, ref }) => kind === 'shelf' && ref === 'B');
const facts = {
  events: happenings.length,
  streams: steps.size,
  perType,
  schemaVersions: {},
  globalPosition: {
    first: 100,
    last: 100 + 2 * 59,
    missing: Array.from({ length: 59 }, (_, i) => 101 + 2 * i),
  },
  firstTime: new Date(START).toISOString(),
  lastTime: new Date(happenings.at(-1)!.at).toISOString(),
  correlations: { distinct: 15, largest: { id: 'f-0', events: 4 } },
  entities: {
    'shelf-B': {
      events: ofStream.length,
      lastRevision: last.step,
      lastType: last.what,
      mergedState: Object.assign({}, ...ofStream.map(({ details }) => details)) as unknown,
    },
  },
};
const names = ['warehouse.sqlite', 'view.sqlite', 'diary.jsonl', 'diary.json', 'diary.csv'];
writeFileSync(
  join(folder, 'facts.json'),
  `${JSON.stringify(Object.fromEntries(names.map((name) => [name, facts])), null, 2)}\n`,
);
writeFileSync(
  join(folder, 'README.md'),
  `# Stores of layouts that no library has

Written by \`tests/scripts/makeMappedStores.ts\`: the same 60 happenings of a warehouse, each with the mapping beside it that
reads it (\`<name>.mapping.json\`). \`facts.json\` is counted from the happenings, not from what was read.

| file | what it is |
|---|---|
| \`warehouse.sqlite\` | a table; the stream is made of two columns, times are Julian days |
| \`view.sqlite\` | a view on a table without row ids |
| \`diary.jsonl\` | lines of JSON with everything one level deeper |
| \`diary.json\` | the same in an array inside of a document |
| \`diary.csv\` | columns without a header, divided by bars, times in microseconds |
`,
);
