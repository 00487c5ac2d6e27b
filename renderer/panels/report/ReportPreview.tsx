import './ReportPreview.css';
import { formatBytes, formatCount, formatSpan, plural } from '../../../shared/format.ts';
import type { Report } from '../../../shared/model/report.ts';
import { isoToMicros } from '../../../shared/time.ts';
import { useTimeZone } from '../../data/hooks.ts';
import { axisLabel, instantText, minuteText } from '../../state/timeText.ts';
import { DataTable } from '../../widgets/DataTable.tsx';
import { dayTicks } from '../../widgets/dayTicks.ts';
import { LazyChart } from '../../widgets/LazyChart.tsx';
import { BookmarkSection, ConsumerSection, IntegritySection, SchemaSection } from './LogSections.tsx';
import { EventSection, ReproduceSection, StateSections } from './StateSections.tsx';

/** How the report will read. The saved file is made from the same object; times stand in UTC there. */
export function ReportPreview({ report }: { readonly report: Report }): React.JSX.Element {
  const zone = useTimeZone();
  const { source, scope } = report;
  const facts: readonly (readonly [string, string])[] = [
    ['File', source.name],
    ['Format', source.formatName],
    ['Size', `${formatBytes(source.bytes)} (${formatCount(source.bytes)} bytes)`],
    ['SHA-256', source.sha256],
    ['Whole log', `${plural(source.events, 'event')} in ${plural(source.streams, 'stream')}`],
    ['Unreadable', source.problems === 0 ? 'nothing' : plural(source.problems, 'row or payload', 'rows or payloads')],
  ];
  return (
    <article className="paper">
      <header>
        <h2>{report.options.title}</h2>
        <p>{scopeSentence(report, zone)}</p>
      </header>
      <section aria-labelledby="paper-source">
        <h3 id="paper-source">Source</h3>
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {report.options.include.timeline && report.timeline.length > 0 && (
        <section aria-labelledby="paper-timeline">
          <h3 id="paper-timeline">Timeline</h3>
          <TimelineChart report={report} />
        </section>
      )}
      {report.integrity && <IntegritySection report={report.integrity} events={scope.events} />}
      {report.schema && <SchemaSection report={report.schema} />}
      {report.options.include.consumers && (
        <ConsumerSection checkpoints={source.checkpoints} deadLetters={source.deadLetters} />
      )}
      <StateSections states={report.states} />
      {report.options.include.bookmarks && <BookmarkSection bookmarks={report.bookmarks} />}
      {report.options.include.events && <EventSection events={report.events} leftOut={report.eventsLeftOut} />}
      <ReproduceSection commands={report.reproduce} />
      <footer>
        Made by {report.tool.name} {report.tool.version}. The source was read and not changed.
      </footer>
    </article>
  );
}

/** `622 events of 151 streams and 9 types, #0 to #621, 2026-03-02 08:56 to 2026-03-06 21:59 (4 d 13 h).` */
function scopeSentence({ scope, options }: Report, zone: 'utc' | 'local'): string {
  if (scope.events === 0) return 'No event is in scope.';
  const counts = `${plural(scope.events, 'event')} of ${plural(scope.streams, 'stream')} and ${plural(scope.types, 'type')}`;
  const range = `#${scope.fromOrdinal} to #${scope.toOrdinal}`;
  const times =
    scope.firstRecordedAt === null || scope.lastRecordedAt === null
      ? ''
      : `, ${minuteText(scope.firstRecordedAt, zone)} to ${minuteText(scope.lastRecordedAt, zone)} (${formatSpan(
          isoToMicros(scope.lastRecordedAt) - isoToMicros(scope.firstRecordedAt),
        )})`;
  const query = options.query === '' ? '' : ` Only events that match ${options.query}.`;
  return `${counts}, ${range}${times}.${query}`;
}

function TimelineChart({ report }: { readonly report: Report }): React.JSX.Element {
  const zone = useTimeZone();
  const { timeline } = report;
  // A log without times is cut by ordinals, written `#N`.
  const isTime = !timeline[0]!.from.startsWith('#');
  const edges = timeline.map(({ from }) => (isTime ? isoToMicros(from) : Number(from.slice(1))));
  const step = edges.length > 1 ? (edges[1]! - edges[0]!) / 1000 : 3_600_000;
  return (
    <>
      <LazyChart
        rows={4}
        label={`Events in scope over time, ${plural(timeline.length, 'bar')}`}
        kind="bar"
        x={edges}
        series={[{ key: 'events', label: 'events', hue: 0, values: timeline.map((bucket) => bucket.events) }]}
        formatX={(at) => (isTime ? axisLabel(at / 1000, Math.max(step, 60_000), zone, true) : `#${Math.round(at)}`)}
        ticks={isTime ? dayTicks(edges, zone) : null}
        height={150}
      />
      <details>
        <summary>Show as table</summary>
        <DataTable
          caption="Events in scope over time"
          columns={[
            { key: 'from', title: 'From', cell: (bucket) => (isTime ? instantText(bucket.from, zone) : bucket.from) },
            { key: 'to', title: 'To', cell: (bucket) => (isTime ? instantText(bucket.to, zone) : bucket.to) },
            { key: 'events', title: 'Events', numeric: true, cell: (bucket) => formatCount(bucket.events) },
          ]}
          rows={timeline.filter((bucket) => bucket.events > 0)}
          rowKey={(bucket) => bucket.from}
        />
      </details>
    </>
  );
}
