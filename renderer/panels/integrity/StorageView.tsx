import './StorageView.css';
import { useState } from 'react';
import { formatBytes, formatCount, formatShare, plural } from '../../../shared/format.ts';
import type { Amount, StorageReport } from '../../../shared/model/storage.ts';
import { useLog } from '../../data/hooks.ts';
import { useRequest } from '../../data/useRequest.ts';
import { Button } from '../../widgets/Button.tsx';
import { type Column, DataTable } from '../../widgets/DataTable.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { EventLink } from '../../widgets/EventLink.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { LazyChart } from '../../widgets/LazyChart.tsx';
import { Working } from '../../widgets/Working.tsx';

const chartHeight = 180;

/** What fills the store: by type, stream and month, where it grows to, and what could be saved. */
export function StorageView(): React.JSX.Element {
  const { events } = useLog();
  const { data, error, progress } = useRequest('storage.report', {}, { refreshOn: events });
  if (error) return <Failure title="The payloads could not be measured" error={error} />;
  if (!data) return <Working label="Measuring the payloads" progress={progress} />;
  if (data.events === 0) return <EmptyState title="The store is empty">There is no event to measure.</EmptyState>;
  return (
    <div className="storage">
      <p className="storage-lead">
        Payloads of {formatBytes(data.bytes)} in a store of {formatBytes(data.storeBytes)};{' '}
        {formatBytes(data.bytes / data.events)} an event.
      </p>
      <Months report={data} />
      <Savings report={data} />
      <Shares title="By type" report={data} rows={data.types} name={({ type }) => type} total={data.types.length} />
      <Shares
        title="By type and version"
        report={data}
        rows={data.versions}
        name={({ type, schemaVersion }) => `${type} ${schemaVersion === null ? '–' : `v${schemaVersion}`}`}
        total={data.versions.length}
      />
      <Shares
        title="By stream"
        report={data}
        rows={data.streams}
        name={({ streamId }) => streamId}
        total={data.streamCount}
      />
      <section className="card storage-card">
        <h3>Largest payloads</h3>
        <DataTable
          caption="Largest payloads"
          columns={[
            { key: 'event', title: 'Event', cell: ({ ordinal }) => <EventLink ordinal={ordinal} /> },
            { key: 'type', title: 'Type', cell: ({ type }) => type },
            { key: 'bytes', title: 'Bytes', numeric: true, cell: ({ bytes }) => formatBytes(bytes) },
          ]}
          rows={data.largestPayloads}
          rowKey={({ ordinal }) => String(ordinal)}
        />
      </section>
    </div>
  );
}

interface SharesProps<R extends Amount> {
  readonly title: string;
  readonly report: StorageReport;
  readonly rows: readonly R[];
  readonly name: (row: R) => string;
  /** Of which `rows` are the largest. */
  readonly total: number;
}

function Shares<R extends Amount>({ title, report, rows, name, total }: SharesProps<R>): React.JSX.Element {
  const columns: Column<R>[] = [
    { key: 'name', title: title.replace(/^By /, '').replace(/^./, (c) => c.toUpperCase()), cell: name },
    { key: 'events', title: 'Events', numeric: true, cell: ({ events }) => formatCount(events) },
    { key: 'bytes', title: 'Bytes', numeric: true, cell: ({ bytes }) => formatBytes(bytes) },
    { key: 'share', title: 'Share', numeric: true, cell: (row) => <Share part={row.bytes} whole={report.bytes} /> },
  ];
  return (
    <section className="card storage-card">
      <h3>
        {title}
        {rows.length < total && (
          <span>
            {' '}
            the {formatCount(rows.length)} largest of {formatCount(total)}
          </span>
        )}
      </h3>
      <DataTable caption={`Storage ${title.toLowerCase()}`} columns={columns} rows={rows} rowKey={name} />
    </section>
  );
}

function Share({ part, whole }: { readonly part: number; readonly whole: number }): React.JSX.Element {
  return (
    <span className="storage-share">
      <i aria-hidden="true" style={{ width: `${whole === 0 ? 0 : (part / whole) * 100}%` }} />
      {formatShare(part, whole)}
    </span>
  );
}

/** Bytes by month with the forecast behind them: a chart, or the same as a table. */
function Months({ report: { months, growth, untimed } }: { readonly report: StorageReport }): React.JSX.Element {
  const [asTable, setAsTable] = useState(false);
  const rows = [
    ...months.map((month) => ({ ...month, isForecast: false })),
    ...growth.forecast.map((month) => ({ ...month, isForecast: true })),
  ];
  return (
    <section className="card storage-card storage-months">
      <h3>
        By month
        <Button look="pill" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table
        </Button>
      </h3>
      {rows.length === 0 ? (
        <p className="storage-basis">This store records no times.</p>
      ) : asTable ? (
        <div style={{ height: chartHeight }}>
          <DataTable
            caption="Storage by month"
            columns={[
              {
                key: 'month',
                title: 'Month',
                cell: ({ month, isForecast }) => `${month}${isForecast ? ' forecast' : ''}`,
              },
              { key: 'events', title: 'Events', numeric: true, cell: ({ events }) => formatCount(events) },
              { key: 'bytes', title: 'Bytes', numeric: true, cell: ({ bytes }) => formatBytes(bytes) },
            ]}
            rows={rows}
            rowKey={({ month }) => month}
          />
        </div>
      ) : (
        <LazyChart
          rows={4}
          label={`Bytes of payloads by month. ${growth.basis}`}
          kind="bar"
          x={rows.map((_, i) => i)}
          series={[
            { key: 'bytes', label: 'Recorded', hue: 0, values: rows.map((row) => (row.isForecast ? 0 : row.bytes)) },
            ...(growth.forecast.length > 0
              ? [
                  {
                    key: 'forecast',
                    label: 'Forecast',
                    hue: 7,
                    values: rows.map((row) => (row.isForecast ? row.bytes : 0)),
                  },
                ]
              : []),
          ]}
          formatX={(i) => rows[i]?.month ?? ''}
          formatY={formatBytes}
          height={chartHeight}
        />
      )}
      <p className="storage-basis">
        {growth.basis}
        {growth.perMonth &&
          ` On average ${plural(growth.perMonth.events, 'event')} and ${formatBytes(growth.perMonth.bytes)} a month.`}
        {untimed.events > 0 && ` ${plural(untimed.events, 'event')} without a time.`}
      </p>
    </section>
  );
}

function Savings({ report: { savings } }: { readonly report: StorageReport }): React.JSX.Element {
  const { snapshots, archive } = savings;
  return (
    <section className="card storage-card">
      <h3>What could be saved</h3>
      <dl className="storage-savings">
        <dt>A snapshot every {snapshots.every} events</dt>
        <dd>
          {snapshots.streams === 0
            ? 'Nothing: no stream is that long.'
            : `${plural(snapshots.streams, 'stream')} could be loaded without reading ${plural(snapshots.spared.events, 'event')} (${formatBytes(snapshots.spared.bytes)}).`}
        </dd>
        <dt>An archive of closed streams</dt>
        <dd>
          {archive.closing.length === 0
            ? 'Not known: no type of event ends the streams in which it occurs.'
            : `${plural(archive.streams, 'stream')} with ${plural(archive.freed.events, 'event')} (${formatBytes(archive.freed.bytes)}), those that end with ${archive.closing.join(', ')}.`}
        </dd>
      </dl>
    </section>
  );
}
