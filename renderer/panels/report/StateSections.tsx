import { formatCount, plural } from '../../../shared/format.ts';
import { parseJson, stringifyJson } from '../../../shared/json.ts';
import type { Report, ReportEvent, ReportState } from '../../../shared/model/report.ts';
import { useTimeZone } from '../../data/hooks.ts';
import { instantText } from '../../state/timeText.ts';
import { DataTable } from '../../widgets/DataTable.tsx';
import { EventLink } from '../../widgets/EventLink.tsx';

/** Events drawn in the preview; the saved report lists as many as its limit says. */
const drawnEvents = 100;

/** JSON text over several lines, its numbers as they were written. */
function pretty(state: string | null): string {
  return state === null ? 'no event of this stream is in scope' : stringifyJson(parseJson(state), 2);
}

export function StateSections({ states }: { readonly states: readonly ReportState[] }): React.JSX.Element | null {
  if (states.length === 0) return null;
  return (
    <section aria-labelledby="paper-states">
      <h3 id="paper-states">State at the end of the scope</h3>
      {states.map((state) => (
        <figure key={state.streamId}>
          <figcaption>
            <span className="mono">{state.streamId}</span> at #{state.atOrdinal}, {plural(state.events, 'event')},
            folded by {state.reducer}
          </figcaption>
          {state.failure && (
            <p role="note">
              {state.reducer} failed at <EventLink ordinal={state.failure.ordinal} />: {state.failure.message} What
              follows is the last state before it.
            </p>
          )}
          <pre className="mono">{pretty(state.state)}</pre>
          {state.changes.length > 0 && (
            <details>
              <summary>{plural(state.changes.length, 'value')} changed in scope</summary>
              <DataTable
                caption={`What changed in ${state.streamId} within the scope`}
                columns={[
                  { key: 'path', title: 'Path', cell: (change) => change.path || 'the whole state' },
                  { key: 'from', title: 'From', cell: (change) => change.from ?? '–' },
                  { key: 'to', title: 'To', cell: (change) => change.to ?? '–' },
                  { key: 'event', title: 'By event', cell: (change) => <EventLink ordinal={change.ordinal} /> },
                ]}
                rows={state.changes}
                rowKey={(change) => change.path}
              />
            </details>
          )}
        </figure>
      ))}
    </section>
  );
}

interface EventProps {
  readonly events: readonly ReportEvent[];
  readonly leftOut: number;
}

export function EventSection({ events, leftOut }: EventProps): React.JSX.Element {
  const zone = useTimeZone();
  return (
    <section aria-labelledby="paper-events">
      <h3 id="paper-events">Events</h3>
      <p>
        {plural(events.length, 'event')} listed
        {leftOut > 0
          ? `; ${formatCount(leftOut)} more are in scope and left out by the limit`
          : ', all that are in scope'}
        .{events.length > drawnEvents && ` The preview shows the first ${drawnEvents}.`}
      </p>
      {events.length > 0 && (
        <DataTable
          caption="Events in scope"
          columns={[
            { key: 'ordinal', title: '#', numeric: true, cell: (event) => <EventLink ordinal={event.ordinal} /> },
            {
              key: 'time',
              title: 'Recorded',
              cell: (event) => <span className="paper-nowrap">{instantText(event.recordedAt, zone)}</span>,
            },
            { key: 'stream', title: 'Stream', cell: (event) => <span className="paper-nowrap">{event.streamId}</span> },
            { key: 'revision', title: 'Rev', numeric: true, cell: (event) => event.streamRevision ?? '–' },
            { key: 'type', title: 'Type', cell: (event) => event.type },
            {
              key: 'payload',
              title: 'Payload',
              cell: (event) => <span className="paper-payload">{event.payload}</span>,
            },
          ]}
          rows={events.slice(0, drawnEvents)}
          rowKey={(event) => String(event.ordinal)}
        />
      )}
    </section>
  );
}

export function ReproduceSection({ commands }: { readonly commands: Report['reproduce'] }): React.JSX.Element {
  return (
    <section aria-labelledby="paper-reproduce">
      <h3 id="paper-reproduce">How to check these numbers</h3>
      <dl className="paper-commands">
        {commands.map(({ what, command }) => (
          <div key={`${what} ${command}`}>
            <dt>{what}</dt>
            <dd>
              <code className="mono">{command}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
