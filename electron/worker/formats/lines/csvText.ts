import { plural } from '../../../../shared/format.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../../shared/json.ts';
import type { StoreHead } from '../format.ts';
import { isJson, objectText } from '../rawJson.ts';

// Comma-separated values as RFC 4180 has them, with any delimiter, read as lines of JSON: a record is an object with a
// member for each column. pure.

/** What the head of a CSV file says: its delimiter, the names in its first record, and where the second begins. */
export interface CsvForm {
  readonly delimiter: string;
  readonly columns: readonly string[];
  /** In bytes from the start of the head. */
  readonly from: number;
}

/**
 * The form that a person says a file has. Columns without a name, or without a header, are called by their number from
 * 1, as is one whose name came before. A sentence why not, where there is no record.
 */
export function csvFormAs(head: StoreHead, delimiter: string, header: boolean): CsvForm | string {
  const text = textOf(head);
  const [first] = [...recordsOf(text, delimiter, head.whole, 1)];
  if (first === undefined) return 'There is no whole record at its beginning.';
  const names = new Set<string>();
  const columns = first.fields.map((field, i) => {
    const name = field.text.trim();
    const own = header && name !== '' && !names.has(name) ? name : String(i + 1);
    names.add(own);
    return own;
  });
  return { delimiter, columns, from: header ? Buffer.byteLength(text.slice(0, first.end)) : 0 };
}

export interface CsvField {
  readonly text: string;
  /** Whether it stands in quotes: an empty field without them is null. */
  readonly quoted: boolean;
}

const delimiters = [',', '\t', ';', '|'] as const;
/** Records that are looked at to tell the delimiter. */
const LOOKED_AT = 50;

/** The form of a CSV file with a header; a sentence why not when it has none. */
export function csvForm(head: StoreHead): CsvForm | string {
  const text = textOf(head);
  if (text.includes('\0')) return 'It holds NUL bytes: it is binary, not text.';
  let best: { delimiter: string; columns: string[]; from: number } | null = null;
  for (const delimiter of delimiters) {
    const records = [...recordsOf(text, delimiter, head.whole, LOOKED_AT)];
    const [header] = records;
    if (header === undefined || header.fields.length < 2) continue;
    const fitting = records.filter(({ fields }) => fields.length === header.fields.length).length;
    if (fitting * 2 < records.length || header.fields.length <= (best?.columns.length ?? 1)) continue;
    best = { delimiter, columns: header.fields.map((field) => field.text.trim()), from: header.end };
  }
  if (best === null) return 'Its first lines have no columns with a comma, tab, semicolon or bar between them.';
  const { columns } = best;
  if (columns.some((name) => name === '' || /^[-+]?[\d.]+$/.test(name)) || new Set(columns).size < columns.length) {
    return 'Its first record names no columns: a CSV file needs a header.';
  }
  return { ...best, from: Buffer.byteLength(text.slice(0, best.from)) };
}

/** The records of a text with where each ends, behind its line break; one that the text's end cuts off is left out. */
export function* recordsOf(
  text: string,
  delimiter: string,
  whole: boolean,
  most = Number.POSITIVE_INFINITY,
): Generator<{ fields: CsvField[]; end: number }> {
  let at = 0;
  for (let count = 0; at < text.length && count < most; ) {
    const { fields, end, complete } = recordAt(text, at, delimiter);
    if (!complete && !whole) return;
    if (fields.length > 1 || fields[0]!.quoted || fields[0]!.text !== '') {
      count++;
      yield { fields, end };
    }
    at = end;
  }
}

/** The record that begins at `from`; text behind a closing quote belongs to the field. */
function recordAt(
  text: string,
  from: number,
  delimiter: string,
): { fields: CsvField[]; end: number; complete: boolean } {
  const fields: CsvField[] = [];
  let at = from;
  for (;;) {
    let value = '';
    const quoted = text[at] === '"';
    if (quoted) {
      at++;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) {
          fields.push({ text: value + text.slice(at), quoted });
          return { fields, end: text.length, complete: false };
        }
        value += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        value += '"';
        at++;
      }
    }
    const start = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at++;
    const end = text[at - 1] === '\r' && (at === text.length || text[at] === '\n') ? at - 1 : at;
    fields.push({ text: value + text.slice(start, Math.max(start, end)), quoted });
    if (at < text.length && text[at] === delimiter) {
      at++;
      continue;
    }
    return { fields, end: Math.min(at + 1, text.length), complete: at < text.length };
  }
}

/** How the fields of a record become JSON. */
export interface CsvColumns {
  /** Columns whose fields are JSON where they hold an object or array. */
  readonly json: (column: string) => boolean;
  /** Columns whose fields without quotes are numbers, `true` or `false` where they look like it. */
  readonly plain: (column: string) => boolean;
}

/** One record as the text of a JSON object. Throws RangeError when it has more or fewer fields than the header. */
export function recordToJson(record: string, { delimiter, columns }: CsvForm, as: CsvColumns): string {
  const { fields } = recordAt(record, 0, delimiter);
  if (fields.length !== columns.length) {
    throw new RangeError(`It has ${plural(fields.length, 'field')}, but the header has ${columns.length}.`);
  }
  return objectText(columns.map((column, i) => [column, fieldToJson(fields[i]!, column, as)]));
}

function fieldToJson({ text, quoted }: CsvField, column: string, as: CsvColumns): string {
  if (text === '' && !quoted) return 'null';
  if (as.json(column) && /^\s*[[{]/.test(text) && isJson(text)) return text;
  if (as.plain(column) && !quoted && /^(-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?|true|false)$/.test(text)) return text;
  return JSON.stringify(text);
}

/** Objects of a head's records, to tell from them what the columns are. */
export function sampleRecords(head: StoreHead, form: CsvForm): JsonObject[] {
  const text = Buffer.from(textOf(head)).subarray(form.from).toString();
  const any: CsvColumns = { json: () => true, plain: () => false };
  return [...recordsOf(text, form.delimiter, head.whole)].flatMap(({ fields }) => {
    if (fields.length !== form.columns.length) return [];
    const entries = form.columns.map((column, i) => [column, fieldToJson(fields[i]!, column, any)] as const);
    const value: JsonValue = parseJson(objectText(entries));
    return isJsonObject(value) ? [value] : [];
  });
}

const textOf = ({ bytes }: StoreHead): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
