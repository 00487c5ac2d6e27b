import { formatCount } from '../../../../shared/format.ts';
import type { TimelineBuckets } from '../../../../shared/model/timeline.ts';
import { microsToIso } from '../../../../shared/time.ts';
import { useTimeZone } from '../../../data/hooks.ts';
import { instantText } from '../../../state/timeText.ts';
import { DataTable } from '../../../widgets/DataTable.tsx';
import { valueAtX } from './scale.ts';

/** The timeline in numbers: a row per column that has events. */
export function TimelineTable({ buckets, top }: { buckets: TimelineBuckets; top: number }): React.JSX.Element {
  const zone = useTimeZone();
  const rows = Array.from({ length: buckets.firstOrdinal.length - 1 }, (_, column) => ({
    column,
    total: buckets.series.reduce((sum, series) => sum + series.counts[column]!, 0),
  })).filter((row) => row.total > 0);
  const startOf = (column: number): string => {
    const value = valueAtX(column * buckets.columnWidth, buckets);
    return buckets.axis === 'time'
      ? instantText(microsToIso(Math.round(value / 1000) * 1000), zone)
      : `#${Math.ceil(value)}`;
  };
  return (
    <div className="timeline-table" style={{ top }}>
      <DataTable
        caption="Events over time"
        columns={[
          { key: 'from', title: buckets.axis === 'time' ? 'From' : 'From event', cell: (row) => startOf(row.column) },
          { key: 'total', title: 'Events', numeric: true, cell: (row) => formatCount(row.total) },
          ...buckets.series.map((series) => ({
            key: `s:${series.key}`,
            title: series.label,
            numeric: true,
            cell: (row: { column: number }) => formatCount(series.counts[row.column]!),
          })),
        ]}
        rows={rows}
        rowKey={(row) => String(row.column)}
      />
    </div>
  );
}
