import { type CsvColumns, type CsvForm, recordToJson } from './csvText.ts';
import type { LineDialect } from './dialects/dialect.ts';
import type { Pieces } from './jsonLinesReader.ts';
import { LineText } from './lineText.ts';

/** Comma-separated values as records of a dialect: an object with a member for each column. */
export const csvPieces = (form: CsvForm, dialect: LineDialect): Pieces => ({
  kind: 'records',
  from: form.from,
  columns: { names: form.columns, delimiter: form.delimiter },
  array: null,
  text: new CsvText(form, columnsOf(dialect)),
});

/** Payload and metadata are JSON where they look like it; in what is payload without a column of its own, numbers are. */
const columnsOf = ({ payloadKeys, metadataKeys, envelopeKeys }: LineDialect): CsvColumns => ({
  json: (column) =>
    payloadKeys.includes(column) ||
    metadataKeys.includes(column) ||
    (payloadKeys.length === 0 && !envelopeKeys.has(column)),
  plain: (column) => payloadKeys.length === 0 && !envelopeKeys.has(column),
});

/** Records of comma-separated values as JSON. */
class CsvText extends LineText {
  override form = 'json' as const;
  readonly #form: CsvForm;
  readonly #columns: CsvColumns;

  constructor(form: CsvForm, columns: CsvColumns) {
    super();
    this.#form = form;
    this.#columns = columns;
  }

  override get bytesAreJson(): boolean {
    return false;
  }

  override toJson(record: string): string {
    return recordToJson(record, this.#form, this.#columns);
  }
}
