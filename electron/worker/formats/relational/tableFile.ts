import { isJsonObject } from '../../../../shared/json.ts';
import type { StoreHead } from '../format.ts';
import { csvForm } from '../lines/csvText.ts';
import { sampleOf } from '../lines/sample.ts';

/** How a text file holds the rows of one table, as its head shows it. */
export type TableForm =
  | { readonly kind: 'csv'; readonly columns: readonly string[]; readonly delimiter: string }
  | { readonly kind: 'json'; readonly columns: readonly string[] };

/** The columns of a file of comma-separated values with a header, or of lines of JSON; `null` for anything else. */
export function tableForm(head: StoreHead): TableForm | null {
  if (head.tables !== null) return null;
  const first = head.bytes.find((byte) => byte > 0x20);
  if (first === 0x7b) {
    const { objects, lines } = sampleOf(head);
    if (objects.length * 2 < lines) return null;
    return {
      kind: 'json',
      columns: [...new Set(objects.flatMap((row) => (isJsonObject(row) ? Object.keys(row) : [])))],
    };
  }
  if (first === 0x5b || first === 0x3c) return null;
  const form = csvForm(head);
  return typeof form === 'string' ? null : { kind: 'csv', columns: form.columns, delimiter: form.delimiter };
}
