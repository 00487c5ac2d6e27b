import './DataTable.css';
import type { ReactNode } from 'react';

export interface Column<R> {
  readonly key: string;
  readonly title: string;
  /** Numbers stand at the right, in tabular figures. */
  readonly numeric?: boolean;
  /** Sentences and names stand in the face of words, not in that of data. */
  readonly words?: boolean;
  readonly cell: (row: R) => ReactNode;
}

interface Props<R> {
  /** What the table says: read aloud, and shown when `showCaption` is set. */
  readonly caption: string;
  readonly showCaption?: boolean;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R, index: number) => string;
}

/** A plain table: the twin of every chart. For long lists use VirtualList. */
export function DataTable<R>({ caption, showCaption = false, columns, rows, rowKey }: Props<R>): React.JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={caption}>
      <table className="table">
        <caption className={showCaption ? '' : 'visually-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.numeric ? 'table-number' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={column.numeric ? 'table-number' : column.words ? 'table-words' : undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
