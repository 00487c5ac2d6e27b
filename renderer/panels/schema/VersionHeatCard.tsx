import { formatCount, plural } from '../../../shared/format.ts';
import type { VersionHeat } from '../../../shared/model/schema.ts';
import { microsToIso } from '../../../shared/time.ts';
import { useDispatch, useTimeZone } from '../../data/hooks.ts';
import { nameText } from '../../state/nameText.ts';
import { axisLabel, minuteText } from '../../state/timeText.ts';
import { DataTable } from '../../widgets/DataTable.tsx';
import { HeatMap } from './HeatMap.tsx';
import { countLevel } from './heat.ts';
import { versionHueByRow, versionName } from './versions.ts';

const tickCount = 5;

/** When each version of each type was written: a row for each, a column for each stretch of the log. */
export function VersionHeatCard({
  heat,
  asTable,
}: {
  readonly heat: VersionHeat;
  readonly asTable: boolean;
}): React.JSX.Element {
  const dispatch = useDispatch();
  const zone = useTimeZone();
  const { edges, rows, axis, rowsLeftOut } = heat;
  const isTime = axis === 'time';
  const longLabel = (at: number): string => (isTime ? minuteText(microsToIso(at), zone) : `#${Math.round(at)}`);
  const step = edges.length > 1 ? edges[1]! - edges[0]! : 0;
  const shortLabel = (at: number): string =>
    isTime
      ? axisLabel(at / 1000, Math.max((step * edges.length) / tickCount / 1000, 60_000), zone, true)
      : `#${Math.round(at)}`;
  const most = Math.max(...rows.flatMap(({ counts }) => counts));
  const hues = versionHueByRow(rows);
  const left = rowsLeftOut === 0 ? '' : ` ${plural(rowsLeftOut, 'row')} with fewer events left out.`;
  const nameOf = (row: number): string => `${nameText(rows[row]!.type)} ${versionName(rows[row]!.schemaVersion)}`;
  return (
    <section className="card schema-heat" aria-label="Types and versions over time">
      <h3>Types and versions over time</h3>
      {asTable ? (
        <DataTable
          caption={`Events by type, version and time.${left}`}
          showCaption={left !== ''}
          columns={[
            { key: 'type', title: 'Type', cell: (row: number) => nameText(rows[row]!.type) },
            { key: 'version', title: 'Version', cell: (row) => versionName(rows[row]!.schemaVersion) },
            { key: 'events', title: 'Events', numeric: true, cell: (row) => formatCount(rows[row]!.events) },
            ...edges.map((edge, column) => ({
              key: String(edge),
              title: longLabel(edge),
              numeric: true,
              cell: (row: number) => formatCount(rows[row]!.counts[column]!),
            })),
          ]}
          rows={rows.map((_, row) => row)}
          rowKey={nameOf}
        />
      ) : (
        <HeatMap
          label="Events by type, version and time"
          rows={rows.map((row, index) => ({
            key: nameOf(index),
            label: nameText(row.type),
            note: versionName(row.schemaVersion),
            count: formatCount(row.events),
            levels: row.counts.map((count) => countLevel(count, most)),
            hue: `var(--hue-${hues[index]})`,
          }))}
          onRow={(row) =>
            dispatch({ do: 'showSchemaType', schemaType: rows.find((_, i) => nameOf(i) === row.key)!.type })
          }
          cellText={(row, column) =>
            `${nameOf(row)}, from ${longLabel(edges[column]!)}: ${plural(rows[row]!.counts[column]!, 'event')}`
          }
          hint={`The stronger, the more events; at most ${formatCount(most)} in a cell.${left}`}
          ticks={Array.from({ length: tickCount }, (_, i) =>
            shortLabel(edges[Math.floor((i * edges.length) / tickCount)]!),
          )}
        />
      )}
    </section>
  );
}
