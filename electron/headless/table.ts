export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** The column that is cut when a line is too long for the terminal. */
  readonly flexible?: boolean;
}

/**
 * Text of a store for a terminal: control characters are spelled out, so that stored text cannot move the cursor or
 * colour the screen.
 */
export const visible = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced.
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (c) =>
    c === '\n' ? '\\n' : c === '\t' ? '\\t' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

// biome-ignore lint/suspicious/noControlCharactersInRegex: a quick test for plain ASCII.
const plain = /^[\u0000-\u007e]*$/;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const none = /\p{Mark}|\u200d|\ufe0f/u;

/** Columns that `text` takes on a terminal: East Asian wide characters take two, combining marks none. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += textWidth(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Lines of an aligned table, two spaces between columns, title first. `maxWidth` cuts the flexible column. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], maxWidth: number): string[] {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(visible))];
  const widths = columns.map((_, i) => widest(cells, (row) => textWidth(row[i] ?? '')));
  const flexible = columns.findIndex((column) => column.flexible);
  const total = widths.reduce((sum, width) => sum + width, 0) + 2 * (columns.length - 1);
  if (flexible >= 0 && total > maxWidth) {
    widths[flexible] = Math.max(12, widths[flexible]! - (total - maxWidth));
  }
  return cells.map((row) =>
    columns
      .map(({ align }, i) => {
        const text = i === flexible ? cutText(row[i] ?? '', widths[i]!) : (row[i] ?? '');
        const space = ' '.repeat(Math.max(0, widths[i]! - textWidth(text)));
        return align === 'right' ? space + text : text + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Lines `label   value`, with the labels as wide as the longest. */
export function fields(rows: readonly (readonly [label: string, value: string])[]): string[] {
  const width = widest(rows, ([label]) => label.length);
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`);
}

/** A loop: there may be more rows than a call takes arguments. */
const widest = <Row>(rows: readonly Row[], widthOf: (row: Row) => number): number =>
  rows.reduce((most, row) => Math.max(most, widthOf(row)), 0);
