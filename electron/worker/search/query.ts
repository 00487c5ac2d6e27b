// One term of a query -> the part of the log that answers it: columns at once, or records read one by one. Pure.
import { type JsonValue, parseJson } from '../../../shared/json.ts';
import type { QueryTerm, ValueTest } from '../../../shared/queryTerm.ts';
import { type Pattern, patternTest } from '../../../shared/queryText.ts';
import { compareVersions } from '../../../shared/versionOrder.ts';
import { BitSet } from '../eventIndex/bitSet.ts';
import { categoryOf } from '../eventIndex/envelope.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import { idHash } from '../eventIndex/idHash.ts';
import type { Sought, StoredRecord } from '../formats/format.ts';
import { byColumn, byDictionary, byIntegers, bySpan } from './columnScan.ts';
import { jsonTest, numberRange, someAtPath } from './values.ts';

/** How a term is answered. */
export type TermPlan =
  /** From the columns alone. */
  | { readonly kind: 'columns'; readonly evaluate: (index: EventIndex, length: number) => BitSet }
  /**
   * By reading payloads of candidates; `null` is a payload that is not JSON. `sought` is the same for the store's
   * bytes.
   */
  | { readonly kind: 'payload'; readonly test: (text: string | null) => boolean; readonly sought?: Sought }
  /**
   * By reading whole records. `surely` are matches and `maybe` the only other candidates, as the columns say;
   * without `maybe` all are.
   */
  | {
      readonly kind: 'record';
      readonly test: (record: StoredRecord) => boolean;
      readonly sought?: Sought;
      readonly surely?: (index: EventIndex, length: number) => BitSet;
      readonly maybe?: (index: EventIndex, length: number) => BitSet;
    };

function versionTest(test: ValueTest | { readonly op: 'none' }): (version: string) => boolean {
  if (test.op === 'none') return (version) => version === '';
  if (test.op === 'present') return (version) => version !== '';
  if (test.op === 'pattern') {
    const matches = patternTest(test.pattern, { whole: true, ignoreCase: false });
    const exact = test.pattern.parts.length === 1 ? test.pattern.parts[0]! : null;
    return (version) =>
      version !== '' && (matches(version) || (exact !== null && compareVersions(version, exact) === 0));
  }
  if (test.op === 'range') {
    const { low, high } = test;
    return (version) =>
      version !== '' &&
      (low === null || compareVersions(version, low) >= 0) &&
      (high === null || compareVersions(version, high) <= 0);
  }
  const { comparison, text } = test;
  return (version) => {
    if (version === '') return false;
    const order = compareVersions(version, text);
    if (comparison === '=') return order === 0;
    if (comparison.startsWith('<')) return order < 0 || (comparison === '<=' && order === 0);
    return order > 0 || (comparison === '>=' && order === 0);
  };
}

function idPlan(
  pattern: Pattern,
  column: 'eventIdHash' | 'correlationIdHash' | 'causationIdHash',
  read: (record: StoredRecord) => string | null,
): TermPlan {
  const matches = patternTest(pattern, { whole: true, ignoreCase: false });
  const hash = pattern.parts.length === 1 ? idHash(pattern.parts[0]!) : null;
  return {
    kind: 'record',
    test: (record) => {
      const id = read(record);
      return id !== null && matches(id);
    },
    sought: { kind: 'mention', parts: pattern.parts },
    // Equal hashes are candidates, confirmed by reading the id; wildcards need all that have one.
    maybe: (index, length) => {
      const hashes = index.columns[column];
      return byColumn(length, hash === null ? (i) => !Number.isNaN(hashes[i]!) : (i) => hashes[i] === hash);
    },
  };
}

/** `undefined` for what is no JSON: it has no fields, and the check for unreadable rows names it. */
function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Every string of a value, keys included. */
function someText(value: JsonValue, test: (text: string) => boolean): boolean {
  if (typeof value === 'string') return test(value);
  if (Array.isArray(value)) return value.some((item) => someText(item, test));
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return false;
  return Object.entries(value).some(([key, child]) => test(key) || someText(child as JsonValue, test));
}

function jsonContains(text: string, test: (text: string) => boolean): boolean {
  if (test(text)) return true;
  // What JSON writes with a backslash (quotes, \u00fc) is found in the text it stands for.
  if (!text.includes('\\')) return false;
  const value = parsed(text);
  return value !== undefined && someText(value, test);
}

function freeTextPlan(pattern: Pattern): TermPlan {
  const contains = patternTest(pattern, { whole: false, ignoreCase: true });
  const inRecord = (record: StoredRecord): boolean => {
    const { payload } = record;
    if (
      payload.kind === 'json'
        ? jsonContains(payload.text, contains)
        : payload.kind === 'invalid' && contains(payload.text)
    ) {
      return true;
    }
    if (record.metadata !== null && jsonContains(record.metadata, contains)) return true;
    return [record.eventId, record.correlationId, record.causationId, record.actor].some(
      (id) => id !== null && contains(id),
    );
  };
  return {
    kind: 'record',
    test: inRecord,
    sought: { kind: 'text', parts: pattern.parts },
    surely: (index, length) =>
      byDictionary(index.types, index.columns.type, length, contains).or(
        byDictionary(index.streams, index.columns.stream, length, contains),
      ),
  };
}

function pathPlan(term: Extract<QueryTerm, { readonly path: readonly string[] }>): TermPlan {
  const test = jsonTest(term.test);
  const name = term.path.findLast((segment) => segment !== '*' && !/^\d+$/.test(segment)) ?? '';
  const inText = (text: string | null): boolean => {
    // Most payloads can be left unread: a field's name stands in the text unless it is written with escapes.
    if (text === null || (!text.includes(name) && !text.includes('\\'))) return false;
    const value = parsed(text);
    return value !== undefined && someAtPath(value, term.path, test);
  };
  if (term.key === 'data') {
    const sought: Sought = {
      kind: 'value',
      path: term.path,
      test: (found) => {
        const value = parsed(found);
        return value !== undefined && someAtPath(value, [], test);
      },
      numbers: numberRange(term.test),
      isPresence: term.test.op === 'present',
    };
    return { kind: 'payload', test: inText, sought };
  }
  return { kind: 'record', test: (record) => inText(record.metadata), sought: { kind: 'mention', parts: [name] } };
}

function planNumbers(term: Extract<QueryTerm, { readonly low: bigint | null }>): TermPlan {
  const { low, high, key } = term;
  if (key === '#') {
    const from = low === null ? 0 : Number(low);
    const to = high === null ? Number.POSITIVE_INFINITY : Number(high) + 1;
    return { kind: 'columns', evaluate: (_index, length) => BitSet.range(length, from, Math.min(to, length)) };
  }
  return {
    kind: 'columns',
    evaluate: ({ columns }, length) =>
      byIntegers(key === 'revision' ? columns.streamRevision : columns.globalPosition, length, low, high),
  };
}

/** The plan of a term. */
export function planTerm(term: QueryTerm): TermPlan {
  switch (term.key) {
    case 'type':
    case 'stream':
    case 'category': {
      const matches = patternTest(term.pattern, { whole: true, ignoreCase: false });
      const { key } = term;
      return {
        kind: 'columns',
        evaluate: (index, length) =>
          key === 'type'
            ? byDictionary(index.types, index.columns.type, length, matches)
            : byDictionary(
                index.streams,
                index.columns.stream,
                length,
                key === 'stream' ? matches : (id) => matches(categoryOf(id)),
              ),
      };
    }
    case 'version': {
      const test = versionTest(term.test);
      return {
        kind: 'columns',
        evaluate: (index, length) =>
          byDictionary(index.schemaVersions, index.columns.schemaVersion, length, (text, number) =>
            test(number === 0 ? '' : text),
          ),
      };
    }
    case 'revision':
    case 'position':
    case '#':
      return planNumbers(term);
    case 'after':
    case 'before':
    case 'at':
    case 'date': {
      const { low, high, none } = term;
      return {
        kind: 'columns',
        evaluate: (index, length) => {
          const times = index.columns.recordedAt;
          return none ? byColumn(length, (i) => Number.isNaN(times[i]!)) : bySpan(times, length, low, high);
        },
      };
    }
    case 'id':
      return idPlan(term.pattern, 'eventIdHash', (record) => record.eventId);
    case 'correlation':
      return idPlan(term.pattern, 'correlationIdHash', (record) => record.correlationId);
    case 'causation':
      return idPlan(term.pattern, 'causationIdHash', (record) => record.causationId);
    case 'actor': {
      const matches = patternTest(term.pattern, { whole: true, ignoreCase: false });
      const sought: Sought = { kind: 'mention', parts: term.pattern.parts };
      return { kind: 'record', test: ({ actor }) => actor !== null && matches(actor), sought };
    }
    case 'data':
    case 'metadata':
      return pathPlan(term);
    case 'text':
      return freeTextPlan(term.pattern);
  }
}
