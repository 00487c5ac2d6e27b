import './VersionChart.css';
import { formatCount } from '../../../shared/format.ts';
import type { VersionsOverTime } from '../../../shared/model/schema.ts';
import { microsToIso } from '../../../shared/time.ts';
import { useTimeZone } from '../../data/hooks.ts';
import { axisLabel, minuteText } from '../../state/timeText.ts';
import { DataTable } from '../../widgets/DataTable.tsx';
import { dayTicks } from '../../widgets/dayTicks.ts';
import { LazyChart } from '../../widgets/LazyChart.tsx';
import { Skeleton } from '../../widgets/Skeleton.tsx';
import { edgeAt, shownBuckets } from './chartData.ts';
import { versionHues, versionName } from './versions.ts';

const height = 204;

interface Props {
  /** A type or family, or what stands for all. */
  readonly name: string;
  readonly events: number;
  readonly data: VersionsOverTime | undefined;
  readonly asTable: boolean;
}

/** How many events of each version were written when: a chart, or the same as a table. */
export function VersionChart({ name, events, data, asTable }: Props): React.JSX.Element {
  const zone = useTimeZone();
  const names = data?.series.map((series) => versionName(series.schemaVersion)) ?? [];
  const hues = versionHues(data?.series.map((series) => series.schemaVersion) ?? []);
  const isTime = data?.axis === 'time';
  const step = data && data.edges.length > 1 ? data.edges[1]! - data.edges[0]! : 0;
  const longLabel = (at: number): string => (isTime ? minuteText(microsToIso(at), zone) : `#${Math.round(at)}`);
  const label = (at: number): string =>
    isTime ? axisLabel(at / 1000, Math.max(step / 1000, 60_000), zone, true) : `#${Math.round(at)}`;
  return (
    <div className="card schema-chart">
      <div className="schema-legend">
        <h3>Versions over time</h3>
        {names.map((name, index) => (
          <span key={name}>
            <i style={{ background: `var(--hue-${hues[index]})` }} aria-hidden="true" />
            {name}
          </span>
        ))}
      </div>
      <div className="schema-chart-body" style={{ height }}>
        {!data ? (
          <Skeleton rows={5} label="Loading the versions over time" />
        ) : asTable ? (
          <DataTable
            caption={`Events of ${name} by version over time`}
            columns={[
              { key: 'from', title: isTime ? 'From' : 'From event', cell: (row) => longLabel(data.edges[row]!) },
              ...data.series.map((series, index) => ({
                key: names[index]!,
                title: names[index]!,
                numeric: true,
                cell: (row: number) => formatCount(series.counts[row] ?? 0),
              })),
            ]}
            rows={shownBuckets(data)}
            rowKey={String}
          />
        ) : (
          <LazyChart
            rows={5}
            label={`Versions over time. ${data.summary}`}
            kind={events >= 3 * data.edges.length ? 'area' : 'bar'}
            x={data.edges}
            series={data.series.map((series, index) => ({
              key: names[index]!,
              label: names[index]!,
              hue: hues[index]!,
              values: series.counts,
            }))}
            formatX={label}
            ticks={isTime ? dayTicks(data.edges, zone) : null}
            height={height}
            markers={data.takeovers.map((takeover) => ({
              x: edgeAt(data.edges, takeover.at),
              label: `${versionName(takeover.schemaVersion)} takes over, ${label(takeover.at)}`,
            }))}
          />
        )}
      </div>
    </div>
  );
}
