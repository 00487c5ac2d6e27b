import type { JsonObject } from '../../../shared/json.ts';
import type { FieldError, MappingSource } from '../../../shared/model/mapping.ts';
import { pointerKeys } from '../../../shared/statePath.ts';
import type { StoreHead } from '../formats/format.ts';
import { type CsvForm, csvFormAs, sampleRecords } from '../formats/lines/csvText.ts';
import { valuesIn } from '../formats/lines/jsonValues.ts';
import { sampleOf } from '../formats/lines/sample.ts';
import { membersOf, skipSpace } from '../formats/rawJson.ts';

/** The first records of a text, and where they stand in it. */
export interface TextRecords {
  /** Objects; of a file that is read otherwise none. */
  readonly records: readonly JsonObject[];
  /** Names of the columns; `null` where each record names its members itself. */
  readonly columns: readonly string[] | null;
  /** For comma-separated values. */
  readonly form: CsvForm | null;
  /** The head as text. */
  readonly text: string;
  /** Index in `text` of the first value; `null` where each stands on a line of its own. */
  readonly from: number | null;
  /** How many objects an array of the values stands in; `null` where they are in none. */
  readonly depth: number | null;
}

/** The records that a source names, as far as the head shows them; what is wrong with the source where it has none. */
export function textRecords(source: MappingSource, head: StoreHead): TextRecords | FieldError {
  const kind = (message: string): FieldError => ({ field: 'kind', message });
  if (head.tables !== null) return kind('It is a SQLite file, not text.');
  const text = textOf(head);
  const none = { columns: null, form: null, text, from: null, depth: null };
  switch (source.kind) {
    case 'sqlite':
      return kind('It is not a SQLite file.');
    case 'json-lines': {
      const records = sampleOf(head).objects;
      return records.length === 0 ? kind('Its first lines are no JSON objects.') : { ...none, records };
    }
    case 'json-values': {
      const from = skipSpace(text, 0);
      const records = text[from] === '{' ? valuesIn(text, from) : [];
      return records.length === 0 ? kind('It does not begin with a whole JSON object.') : { ...none, records, from };
    }
    case 'json-array': {
      const path = pointerKeys(source.path ?? '') ?? [];
      const from = arrayStart(text, path);
      if (from === null) return { field: 'path', message: 'There is no array at this path in the first 256 KB.' };
      const records = valuesIn(text, from);
      if (records.length === 0) return { field: 'path', message: 'The array there does not begin with objects.' };
      return { ...none, records, from, depth: path.length };
    }
    case 'csv': {
      const form = csvFormAs(head, source.delimiter, source.header);
      if (typeof form === 'string') return kind(form);
      const records = sampleRecords(head, form);
      if (records.length === 0) return { field: 'delimiter', message: 'No record has as many fields as the first.' };
      return { ...none, records, columns: form.columns, form };
    }
  }
}

const textOf = ({ bytes }: StoreHead): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();

/** Index behind the bracket of the array that a way inwards leads to; `null` where it does not. */
function arrayStart(text: string, path: readonly string[]): number | null {
  let at = skipSpace(text, 0);
  for (const name of path) {
    const member = membersOf(text.slice(at)).findLast(({ key }) => key === name);
    if (member === undefined) return null;
    at += member.start;
  }
  return text[at] === '[' ? at + 1 : null;
}
