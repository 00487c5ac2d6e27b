import './HeatMap.css';
import { useState } from 'react';
import { rowBackground } from './heat.ts';

export interface HeatRow {
  readonly key: string;
  readonly label: string;
  /** Beside the label, e.g. a version. */
  readonly note: string;
  readonly count: string;
  /** 0 to 6, a cell for each column. */
  readonly levels: readonly number[];
  /** A colour, e.g. `var(--hue-2)`. */
  readonly hue: string;
}

interface Props {
  readonly label: string;
  readonly rows: readonly HeatRow[];
  readonly onRow: (row: HeatRow) => void;
  /** What a cell says, for the line below: both by number. */
  readonly cellText: (row: number, column: number) => string;
  /** Said below while no cell is pointed at. */
  readonly hint: string;
  /** Titles above the columns, written upwards; left out where they are an axis of time. */
  readonly titles?: readonly string[];
  /** Below the columns, spread evenly. */
  readonly ticks?: readonly string[];
}

/**
 * Rows of cells in strengths of a colour. Its numbers are read in its table twin, or below while pointing at a cell.
 */
export function HeatMap({ label, rows, onRow, cellText, hint, titles, ticks }: Props): React.JSX.Element {
  const [said, setSaid] = useState<string | null>(null);
  const point = (event: React.PointerEvent<HTMLElement>, row: number): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const columns = rows[row]!.levels.length;
    const column = Math.floor((columns * (event.clientX - left)) / width);
    setSaid(cellText(row, Math.max(0, Math.min(columns - 1, column))));
  };
  return (
    <div className="heat">
      <div className="heat-scroll">
        <div
          className={titles ? 'heat-grid heat-grid-titled' : 'heat-grid'}
          style={titles && ({ '--columns': titles.length } as React.CSSProperties)}
        >
          {titles && (
            <div className="heat-titles" aria-hidden="true">
              {titles.map((title) => (
                <span key={title} title={title}>
                  {title}
                </span>
              ))}
            </div>
          )}
          <ul aria-label={label} onPointerLeave={() => setSaid(null)}>
            {rows.map((row, index) => (
              <li key={row.key}>
                <button type="button" className="heat-label" onClick={() => onRow(row)} title={row.label}>
                  <span className="truncate">{row.label}</span>
                  {row.note !== '' && <span className="heat-note">{row.note}</span>}
                </button>
                <span className="mono heat-count">{row.count}</span>
                <span
                  className="heat-cells"
                  aria-hidden="true"
                  style={{ backgroundImage: rowBackground(row.levels, row.hue) }}
                  onPointerMove={(event) => point(event, index)}
                />
              </li>
            ))}
          </ul>
          {ticks && (
            <div className="heat-ticks" aria-hidden="true">
              {ticks.map((tick) => (
                <span key={tick}>{tick}</span>
              ))}
            </div>
          )}
        </div>
      </div>
      <p className="heat-said">{said ?? hint}</p>
    </div>
  );
}
