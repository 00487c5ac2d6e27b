import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/json.ts';
import { sourceTitle } from '../../../shared/mappingText.ts';
import type { MappingChoice, MappingSource } from '../../../shared/model/mapping.ts';
import { pointerToken } from '../../../shared/statePath.ts';
import type { StoreHead } from '../formats/format.ts';
import { recordsOf } from '../formats/lines/csvText.ts';
import { sampleOf } from '../formats/lines/sample.ts';
import { membersOf, skipSpace } from '../formats/rawJson.ts';
import { type TextRecords, textRecords } from './textRecords.ts';

// pure. Where records may be found in a store that no format knows.

/** Arrays of a JSON document are looked for this deep. */
const DEEPEST_ARRAY = 3;
const delimiters = [',', '\t', ';', '|'] as const;
/** Records that are looked at to tell how fields are divided. */
const LOOKED_AT = 50;
/** Members that nearly all first records have make out a layout; what comes and goes does not. */
const NEARLY_ALL = 0.9;

/** Tables, views, arrays, lines or columns that may hold the events. */
export function choicesOf(head: StoreHead): MappingChoice[] {
  const sources: MappingSource[] =
    head.tables === null
      ? [...textSources(head)]
      : [...head.tables.keys(), ...(head.views?.keys() ?? [])].map((table) => ({ kind: 'sqlite', table }));
  return sources.map((source) => ({ source, title: titleOf(source, head) }));
}

function titleOf(source: MappingSource, head: StoreHead): string {
  if (source.kind === 'sqlite') return head.views?.has(source.table) ? `${source.table} (view)` : source.table;
  return source.kind === 'json-array' && source.path ? `${sourceTitle(source)} at ${source.path}` : sourceTitle(source);
}

/** The likeliest first. Each is tried only when it is asked for. */
function* textSources(head: StoreHead): Generator<MappingSource> {
  for (const source of conceivable(head)) if (!('message' in textRecords(source, head))) yield source;
}

function* conceivable(head: StoreHead): Generator<MappingSource> {
  const { lines, readable, objects } = sampleOf(head);
  if (objects.length > 0 && readable * 2 >= lines) yield { kind: 'json-lines' };
  const text = Buffer.from(head.bytes.buffer, head.bytes.byteOffset, head.bytes.byteLength).toString();
  for (const path of arraysIn(text, skipSpace(text, 0), 0)) {
    yield path === '' ? { kind: 'json-array' } : { kind: 'json-array', path };
  }
  yield { kind: 'json-values' };
  yield* csvSources(text, head.whole);
}

/** JSON Pointers of the arrays in a document. */
function arraysIn(text: string, at: number, depth: number): string[] {
  if (text[at] === '[') return [''];
  if (text[at] !== '{' || depth === DEEPEST_ARRAY) return [];
  const inside = text.slice(at);
  return membersOf(inside).flatMap(({ key, start }) =>
    arraysIn(inside, start, depth + 1).map((path) => `/${pointerToken(key)}${path}`),
  );
}

/** The delimiter that gives most fields to most records, and whether the first one looks like names. */
function csvSources(text: string, whole: boolean): MappingSource[] {
  if (text.includes('\0') || /^\s*[{[<]/.test(text)) return [];
  let best: { source: MappingSource; fields: number } | null = null;
  for (const delimiter of delimiters) {
    const records = [...recordsOf(text, delimiter, whole, LOOKED_AT)];
    const fields = records[0]?.fields.length ?? 0;
    const fitting = records.filter((record) => record.fields.length === fields).length;
    if (fields < 2 || fitting * 2 < records.length || fields <= (best?.fields ?? 0)) continue;
    const names = records[0]!.fields.map((field) => field.text.trim());
    const isData = (name: string): boolean =>
      name === '' || /^[-+]?[\d.]+$/.test(name) || /[{}:]|\d{4}-\d{2}/.test(name);
    const header = !names.some(isData) && new Set(names).size === names.length;
    best = { source: { kind: 'csv', delimiter, header }, fields };
  }
  return best === null ? [] : [best.source];
}

/**
 * What exports of the same shape have in common, 40 hexadecimal digits: the tables with their columns, the columns of a
 * CSV file, or the members that nearly all first records have. `null` where there are no records, and for folders that
 * one format opens.
 */
export function layoutOf(head: StoreHead): string | null {
  if (head.files !== undefined) return null;
  if (head.tables !== null) return digest(['sqlite', ...[...head.tables].map(([name, columns]) => [name, ...columns])]);
  const { value: source } = textSources(head).next();
  if (source === undefined) return null;
  const { records, columns } = textRecords(source, head) as TextRecords;
  return digest([source, columns ?? commonKeys(records)]);
}

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(`layout ${JSON.stringify(value)}`)
    .digest('hex')
    .slice(0, 40);

function commonKeys(records: readonly JsonObject[]): string[] {
  const counts = new Map<string, number>();
  for (const record of records) for (const key of Object.keys(record)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= records.length * NEARLY_ALL)
    .map(([key]) => key)
    .sort();
}

/** The names of columns; where records name their members, those of the first records as they come. */
export const columnNames = ({ columns, records }: Pick<TextRecords, 'columns' | 'records'>): readonly string[] =>
  columns ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
