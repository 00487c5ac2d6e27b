import { formatSpan, plural } from '../../../../shared/format.ts';
import { hueOf } from '../../../../shared/hue.ts';
import type { Causation } from '../../../../shared/model/causation.ts';
import { nameText } from '../../../state/nameText.ts';
import { PlayheadLink } from '../inspector/PlayheadLink.tsx';
import { laneRows, mostLanes } from './causationRows.ts';

interface Props {
  readonly correlation: NonNullable<Causation['correlation']>;
  readonly id: string;
  readonly ordinal: number;
}

const laneWidth = 15;
const rowHeight = 25;

/** A correlation downwards in time: a lane for each stream, and the time from event to event. */
export function Swimlane({ correlation, id, ordinal }: Props): React.JSX.Element {
  const { events, lanes, cut, spanMicros } = correlation;
  const rows = laneRows(correlation);
  const count = Math.min(lanes.length, mostLanes);
  const width = count * laneWidth;
  const ends = Array.from({ length: count }, (_, lane) => ({
    first: rows.findIndex((row) => row.lane === lane),
    last: rows.findLastIndex((row) => row.lane === lane),
  }));
  const rowOf = new Map(rows.map((row, i) => [row.one.event.ordinal, i]));
  const x = (lane: number): number => lane * laneWidth + laneWidth / 2;
  const y = (row: number): number => row * rowHeight + rowHeight / 2;
  return (
    <section className="swimlane" aria-label="Correlation">
      <h3>
        {plural(events, 'event')} of this correlation in {plural(lanes.length, 'stream')}
        {spanMicros !== null && spanMicros > 0 && `, within ${formatSpan(spanMicros)}`}
      </h3>
      <p className="causation-note mono">{id}</p>
      <div className="swimlane-rows">
        <svg width={width} height={rows.length * rowHeight} aria-hidden="true">
          {ends.map(({ first, last }, lane) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its number
            <line key={lane} className="swimlane-lane" x1={x(lane)} x2={x(lane)} y1={y(first)} y2={y(last)} />
          ))}
          {rows.map(({ one, lane }, i) => {
            const cause = one.causedBy === null ? undefined : rowOf.get(one.causedBy);
            const from = cause === undefined ? undefined : rows[cause];
            if (cause === undefined || from === undefined || from.lane === lane) return null;
            return (
              <path
                key={one.event.ordinal}
                className="swimlane-link"
                d={`M${x(from.lane)} ${y(cause)} C${x(from.lane)} ${y(i)} ${x(from.lane)} ${y(i)} ${x(lane)} ${y(i)}`}
              />
            );
          })}
          {rows.map(({ one, lane }, i) => (
            <circle
              key={one.event.ordinal}
              cx={x(lane)}
              cy={y(i)}
              r={one.event.ordinal === ordinal ? 5.5 : 4}
              fill={`var(--hue-${hueOf(one.event.type)})`}
            />
          ))}
        </svg>
        <ol aria-label="Events of the correlation">
          {rows.map(({ one, gap }) => (
            <li
              key={one.event.ordinal}
              className={one.event.ordinal === ordinal ? 'causation-here' : undefined}
              aria-current={one.event.ordinal === ordinal}
              style={{ height: rowHeight }}
            >
              <span className="swimlane-gap">{gap}</span>
              <PlayheadLink ordinal={one.event.ordinal} type={nameText(one.event.type)} />
              <span className="causation-stream truncate" title={one.event.streamId}>
                {nameText(one.event.streamId)}
              </span>
            </li>
          ))}
        </ol>
      </div>
      {cut > 0 && (
        <p className="causation-note">
          And {plural(cut, 'more event')}, not shown: filter by the correlation to see all.
        </p>
      )}
      {lanes.length > mostLanes && (
        <p className="causation-note">The last lane holds {plural(lanes.length - mostLanes + 1, 'stream')}.</p>
      )}
    </section>
  );
}
