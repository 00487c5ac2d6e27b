import { isJsonObject, type JsonValue } from '../../../shared/json.ts';
import { printableJson } from '../../../shared/jsonDepth.ts';
import type { Vocabulary, VocabularyType } from '../../../shared/model/schema.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';

/** Payloads read of a type: its first events, where most versions differ the new ones count as well. */
const SAMPLED = 12;
const TYPES = 300;
const FIELDS = 200;
const DEEPEST = 5;
/** Events looked at between two breaths. */
const SLICE = 65_536;

interface Sample {
  readonly first: number[];
  /** The last ones, as a ring. */
  readonly last: number[];
  events: number;
}

/** Types, most frequent first, with the fields of the first and last few payloads of each. */
export async function vocabulary(log: ReadableLog, context: ScanContext): Promise<Vocabulary> {
  const { index, reader } = log;
  const { length } = index;
  const samples = new Map<number, Sample>();
  for (let i = 0; i < length; i++) {
    const type = index.columns.type[i]!;
    let sample = samples.get(type);
    if (!sample) {
      sample = { first: [], last: [], events: 0 };
      samples.set(type, sample);
    }
    if (sample.events < SAMPLED) sample.first.push(i);
    else sample.last[sample.events % SAMPLED] = i;
    sample.events++;
    if (i % SLICE === 0) await context.breathe({ phase: 'read', done: i, total: length, unit: 'events' });
  }
  const sorted = [...samples].sort((a, b) => b[1].events - a[1].events);
  const types: VocabularyType[] = [];
  for (const [type, { first, last, events }] of sorted.slice(0, TYPES)) {
    const ordinals = [...first, ...last].sort((a, b) => a - b);
    types.push({ type: index.types.text(type), events, fields: fieldsOf(reader.readPayloads(index, ordinals)) });
    await context.breathe({ phase: 'read', done: length, total: length, unit: 'events' });
  }
  return { types, more: Math.max(0, sorted.length - TYPES) };
}

function fieldsOf(payloads: readonly (string | null)[]): VocabularyType['fields'] {
  const found = new Map<string, { readonly path: readonly string[]; readonly types: Set<string> }>();
  const visit = (value: JsonValue, path: readonly string[]): void => {
    if (!isJsonObject(value) || path.length === DEEPEST) return;
    for (const [name, member] of Object.entries(value)) {
      const inner = [...path, name];
      const key = JSON.stringify(inner);
      const field = found.get(key) ?? { path: inner, types: new Set<string>() };
      if (found.size === FIELDS && !found.has(key)) return;
      found.set(key, field);
      field.types.add(kindOf(member));
      visit(member, inner);
    }
  };
  for (const payload of payloads) if (payload !== null) visit(printableJson(payload), []);
  return [...found.values()].map(({ path, types }) => ({ path, types: [...types].sort() }));
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && !isJsonObject(value) ? 'number' : typeof value;
}
