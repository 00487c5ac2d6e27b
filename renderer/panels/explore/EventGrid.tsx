// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold rows that are placed by a virtual list
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import './EventGrid.css';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { hueOf } from '../../../shared/hue.ts';
import type { EventEnvelope } from '../../../shared/model/event.ts';
import type { TimeZone } from '../../../shared/model/viewState.ts';
import { useLog, useTimeZone, useView } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { useRequest } from '../../data/useRequest.ts';
import { useSteady } from '../../data/useSteady.ts';
import { labelText, nameText } from '../../state/nameText.ts';
import { instantText, zoneName } from '../../state/timeText.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { VirtualList, type VirtualListHandle } from '../../widgets/VirtualList.tsx';

interface Props {
  /** The filter that applies. */
  readonly query: string;
  readonly playhead: number;
  /** Matches of the filter; `undefined` until known. */
  readonly matched: number | undefined;
}

const rowHeight = 27;
const pageSize = 100;

/** The events that match, in order. The row of the playhead is marked; what comes after it has not happened yet. */
export function EventGrid({ query, playhead, matched }: Props): React.JSX.Element {
  const { view } = useServices();
  const { events, summary } = useLog();
  const mark = useView((v) => v.mark);
  const zone = useTimeZone();
  const list = useRef<VirtualListHandle>(null);
  const [firstRow, setFirstRow] = useState(0);
  const onRows = useCallback((first: number) => setFirstRow(first), []);

  const page = Math.floor(firstRow / pageSize);
  const even = useRequest(
    'events.page',
    { query, limit: pageSize, offset: (page % 2 === 0 ? page : page + 1) * pageSize },
    { refreshOn: events },
  );
  const odd = useRequest(
    'events.page',
    { query, limit: pageSize, offset: (page % 2 === 1 ? page : page + 1) * pageSize },
    { refreshOn: events },
  );
  const plain = query.trim() === '';
  const count = plain ? events : (matched ?? even.data?.matched ?? odd.data?.matched ?? 0);
  const rowAt = (index: number): EventEnvelope | undefined => {
    const slot = Math.floor(index / pageSize) % 2 === 0 ? even : odd;
    return slot.data?.rows[index - slot.data.offset];
  };

  // Without a filter a row is its ordinal; with one the worker says where the playhead stands among the matches.
  const located = useRequest('events.locate', plain || events === 0 ? null : { query, ordinal: playhead }, {
    refreshOn: events,
  }).data;
  const here = plain ? { index: playhead, exact: true } : located;
  const index = here?.index;
  const isThere = index !== undefined && index >= 0 && index < count;
  const wasAtEnd = useRef(false);
  useEffect(() => {
    if (!isThere) return;
    const atEnd = view.get().playhead === null;
    // A log that fills carries its end along: whoever has scrolled away from there is reading, and stays.
    const isReading = atEnd && wasAtEnd.current && list.current?.isElsewhere() === true;
    wasAtEnd.current = atEnd;
    if (!isReading) list.current?.show(index, 'center');
  }, [view, index, isThere]);

  const select = useSteady((row: number): void => {
    const wanted = Math.max(0, Math.min(count - 1, row));
    const event = rowAt(wanted);
    const ordinal = plain ? wanted : event?.ordinal;
    if (ordinal !== undefined) view.dispatch({ do: 'movePlayhead', ordinal: ordinal >= events - 1 ? null : ordinal });
    list.current?.show(wanted);
  });
  /** With Shift the second point to compare. */
  const press = useSteady((row: number, isMark: boolean): void => {
    const ordinal = plain ? row : rowAt(row)?.ordinal;
    if (!isMark) select(row);
    else if (ordinal !== undefined) view.dispatch({ do: 'setMark', ordinal });
  });
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || index === undefined) return;
    const full = list.current?.pageSize() ?? 10;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: full, PageUp: -full }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    select(index + by + (by < 0 && !here?.exact ? 1 : 0));
  };

  if (events === 0) {
    return (
      <section className="events" aria-label="Events">
        <EmptyState title="No events yet">
          {summary.complete
            ? `${summary.name} is a ${summary.formatName} store without a single event.`
            : 'The first events are being read.'}
        </EmptyState>
      </section>
    );
  }
  return (
    <section className="events" aria-label="Events">
      {count === 0 && matched !== undefined && (
        <div className="events-none">
          <EmptyState
            title="No event matches"
            action={<Button onClick={() => view.dispatch({ do: 'setQuery', query: '' })}>Clear filter</Button>}
          >
            None of the {formatCount(events)} events matches <code className="mono">{query}</code>. Names are matched
            whole: add a * for “begins with”, as in type:Order*.
          </EmptyState>
        </div>
      )}
      <VirtualList
        ref={list}
        className="grid"
        role="grid"
        aria-label="Events"
        aria-rowcount={count}
        aria-activedescendant={here?.exact && index !== undefined ? `event-row-${index}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        count={count}
        rowHeight={rowHeight}
        headerHeight={29}
        reusesRows
        onRows={onRows}
        bodyRole="rowgroup"
        header={
          <div role="row" className="grid-row grid-header">
            <span role="columnheader">#</span>
            <span role="columnheader">Recorded ({zoneName(zone)})</span>
            <span role="columnheader">Stream</span>
            <span role="columnheader" title={labelText(summary.revisionLabel)}>
              Rev
            </span>
            <span role="columnheader">Type</span>
            <span role="columnheader" title="Schema version">
              v
            </span>
          </div>
        }
        renderRow={(row) => (
          <GridRow
            row={row}
            event={rowAt(row)}
            zone={zone}
            place={
              index === undefined || row < index ? 'past' : row > index ? 'future' : here?.exact ? 'here' : 'before'
            }
            isMark={mark !== null && rowAt(row)?.ordinal === mark}
            onPress={press}
          />
        )}
      />
    </section>
  );
}

interface RowProps {
  readonly row: number;
  /** `undefined` while its page is on its way. */
  readonly event: EventEnvelope | undefined;
  readonly zone: TimeZone;
  /** Where the row stands to the playhead; `before`: the last match before it. */
  readonly place: 'past' | 'here' | 'before' | 'future';
  /** The other point of a comparison. */
  readonly isMark: boolean;
  readonly onPress: (row: number, isMark: boolean) => void;
}

const placeClass = { past: '', here: ' grid-here', before: ' grid-between', future: ' grid-future' } as const;

/** Memoised: when the playhead moves within what is in view, two rows change. */
const GridRow = memo(function GridRow({ row, event, zone, place, isMark, onPress }: RowProps): React.JSX.Element {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid answers the keys
    <div
      role="row"
      id={`event-row-${row}`}
      aria-rowindex={row + 1}
      aria-selected={place === 'here'}
      className={`grid-row${placeClass[place]}${isMark ? ' grid-compared' : ''}`}
      onClick={(press) => onPress(row, press.shiftKey)}
    >
      {event ? <Cells event={event} zone={zone} /> : <Placeholder />}
    </div>
  );
});

function Cells({ event, zone }: { event: EventEnvelope; zone: TimeZone }): React.JSX.Element {
  const [date, clock] = instantText(event.recordedAt, zone).split(' ');
  return (
    <>
      <span role="gridcell" className="grid-number">
        {event.ordinal}
      </span>
      <span role="gridcell" className="truncate" title={`${date} ${clock ?? ''}`.trim()}>
        <span className="grid-date">{clock ? `${date} ` : ''}</span>
        {clock ?? date}
      </span>
      <span role="gridcell" className="truncate" title={event.streamId}>
        {nameText(event.streamId)}
      </span>
      <span role="gridcell" className="truncate" title={event.streamRevision ?? 'not recorded'}>
        {event.streamRevision ?? '–'}
      </span>
      <span role="gridcell" className="grid-type" title={event.type}>
        <i className="dot" style={{ background: `var(--hue-${hueOf(event.type)})` }} />
        <span className="truncate">{nameText(event.type)}</span>
      </span>
      <span role="gridcell" className="grid-version truncate">
        {event.schemaVersion ?? ''}
      </span>
    </>
  );
}

const Placeholder = (): React.JSX.Element => (
  <span role="gridcell" className="grid-placeholder">
    <span className="placeholder-row" />
  </span>
);
