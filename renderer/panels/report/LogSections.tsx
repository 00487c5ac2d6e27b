import { formatCount, formatSpan, plural } from '../../../shared/format.ts';
import type { ShownBookmark } from '../../../shared/model/bookmark.ts';
import type { CheckReport } from '../../../shared/model/finding.ts';
import type { SchemaReport } from '../../../shared/model/schema.ts';
import type { Checkpoint } from '../../../shared/model/store.ts';
import { useTimeZone } from '../../data/hooks.ts';
import { minuteText } from '../../state/timeText.ts';
import { DataTable } from '../../widgets/DataTable.tsx';
import { EventLink } from '../../widgets/EventLink.tsx';
import { SeverityMark } from '../../widgets/SeverityMark.tsx';

/** Findings drawn in the preview; the saved report has them all. */
const drawnFindings = 100;

export function IntegritySection({
  report,
  events,
}: {
  readonly report: CheckReport;
  readonly events: number;
}): React.JSX.Element {
  return (
    <section aria-labelledby="paper-integrity">
      <h3 id="paper-integrity">Integrity</h3>
      <p>
        {report.findings.length === 0
          ? `${plural(report.checks.length, 'check')} found nothing in ${plural(events, 'event')}.`
          : `${plural(report.checks.length, 'check')}, ${plural(report.findings.length, 'finding')}.`}
      </p>
      <DataTable
        caption="Checks and how much each found"
        columns={[
          { key: 'check', title: 'Check', words: true, cell: (check) => check.title },
          { key: 'examined', title: 'Examined', words: true, cell: (check) => check.examined },
          { key: 'findings', title: 'Findings', numeric: true, cell: (check) => formatCount(check.findings) },
        ]}
        rows={report.checks}
        rowKey={(check) => check.id}
      />
      {report.findings.length > 0 && (
        <DataTable
          caption="Findings"
          columns={[
            { key: 'severity', title: 'Severity', cell: (finding) => <SeverityMark severity={finding.severity} /> },
            { key: 'message', title: 'Finding', words: true, cell: (finding) => finding.message },
            {
              key: 'events',
              title: 'Events',
              cell: (finding) =>
                finding.ordinals.slice(0, 3).map((ordinal) => <EventLink key={ordinal} ordinal={ordinal} />),
            },
          ]}
          rows={report.findings.slice(0, drawnFindings)}
          rowKey={(finding) => finding.id}
        />
      )}
      {report.findings.length > drawnFindings && (
        <p>The preview shows {formatCount(drawnFindings)} of them, the saved report all.</p>
      )}
    </section>
  );
}

export function SchemaSection({ report }: { readonly report: SchemaReport }): React.JSX.Element {
  const zone = useTimeZone();
  const rows = report.types.flatMap((type) => type.versions.map((version) => ({ type, version })));
  return (
    <section aria-labelledby="paper-schema">
      <h3 id="paper-schema">Schema versions</h3>
      <DataTable
        caption="Event types and their schema versions"
        columns={[
          { key: 'type', title: 'Type', cell: ({ type }) => type.type },
          { key: 'version', title: 'Version', cell: ({ version }) => version.schemaVersion ?? 'not recorded' },
          { key: 'events', title: 'Events', numeric: true, cell: ({ version }) => formatCount(version.events) },
          { key: 'first', title: 'First', cell: ({ version }) => minuteText(version.firstRecordedAt, zone) },
          { key: 'last', title: 'Last', cell: ({ version }) => minuteText(version.lastRecordedAt, zone) },
        ]}
        rows={rows}
        rowKey={({ type, version }) => `${type.type} ${version.schemaVersion ?? ''}`}
      />
      {report.types
        .flatMap((type) => type.drift.map((drift) => ({ type, drift })))
        .map(({ type, drift }) => (
          <p key={`${type.type} ${drift.path} ${drift.ordinal}`}>
            <SeverityMark severity="warning">drift</SeverityMark> {type.type}: {drift.message} First in #{drift.ordinal}
            .
          </p>
        ))}
    </section>
  );
}

interface ConsumerProps {
  readonly checkpoints: readonly Checkpoint[];
  readonly deadLetters: number;
}

export function ConsumerSection({ checkpoints, deadLetters }: ConsumerProps): React.JSX.Element {
  return (
    <section aria-labelledby="paper-consumers">
      <h3 id="paper-consumers">Consumers</h3>
      {checkpoints.length === 0 ? (
        <p>The store records no checkpoints.</p>
      ) : (
        <DataTable
          caption="Consumers and how far they have read"
          columns={[
            { key: 'consumer', title: 'Consumer', cell: (c) => c.consumer },
            { key: 'position', title: 'Position', numeric: true, cell: (c) => c.globalPosition },
            { key: 'behind', title: 'Events behind', numeric: true, cell: (c) => formatCount(c.behind) },
            {
              key: 'time',
              title: 'Behind in time',
              numeric: true,
              cell: (c) => (c.behindMicros === null ? '–' : formatSpan(c.behindMicros)),
            },
          ]}
          rows={checkpoints}
          rowKey={(c) => c.consumer}
        />
      )}
      {deadLetters > 0 && <p>{plural(deadLetters, 'event')} could not be handled and were put aside.</p>}
    </section>
  );
}

export function BookmarkSection({ bookmarks }: { readonly bookmarks: readonly ShownBookmark[] }): React.JSX.Element {
  const zone = useTimeZone();
  return (
    <section aria-labelledby="paper-bookmarks">
      <h3 id="paper-bookmarks">Bookmarks</h3>
      {bookmarks.length === 0 ? (
        <p>Nothing in scope is marked.</p>
      ) : (
        <DataTable
          caption="Bookmarks and notes"
          columns={[
            { key: 'place', title: 'Place', cell: ({ title }) => title },
            { key: 'recorded', title: 'Recorded', cell: ({ recordedAt }) => minuteText(recordedAt, zone) },
            { key: 'note', title: 'Note', words: true, cell: ({ note }) => note },
          ]}
          rows={bookmarks}
          rowKey={({ id }) => id}
        />
      )}
    </section>
  );
}
