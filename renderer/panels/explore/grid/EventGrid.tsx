// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold rows that are placed by a virtual list
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import './EventGrid.css';
import { Bookmark as BookmarkIcon } from 'lucide-react';
import { memo, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../../../shared/format.ts';
import { hueOf } from '../../../../shared/hue.ts';
import type { Bookmark } from '../../../../shared/model/bookmark.ts';
import type { BranchEdit } from '../../../../shared/model/branch.ts';
import type { EventEnvelope } from '../../../../shared/model/event.ts';
import type { TimeZone } from '../../../../shared/model/viewState.ts';
import { useLog, useTimeZone, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { useSteady } from '../../../data/useSteady.ts';
import { labelText, nameText } from '../../../state/nameText.ts';
import { instantText, zoneName } from '../../../state/timeText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Menu } from '../../../widgets/Menu.tsx';
import { VirtualList, type VirtualListHandle } from '../../../widgets/VirtualList.tsx';
import { markedEvents } from '../bookmarks/bookmarkPlaces.ts';
import { editMarks } from '../whatIf/editList.ts';
import type { Branches } from '../whatIf/useBranches.ts';
import { eventMenu } from './eventMenu.ts';
import { type PlayheadRow, useGridRows } from './useGridRows.ts';

interface Props {
  /** The filter that applies. */
  readonly query: string;
  readonly playhead: number;
  /** Matches of the filter; `undefined` until known. */
  readonly matched: number | undefined;
  readonly branches: Branches;
  readonly bookmarks: readonly Bookmark[];
}

const rowHeight = 27;

/** The events that match, in order. The row of the playhead is marked; what comes after it has not happened yet. */
export const EventGrid = memo(function EventGrid({
  query,
  playhead,
  matched,
  branches,
  bookmarks,
}: Props): React.JSX.Element {
  const { view, passing } = useServices();
  const { events, summary } = useLog();
  const mark = useView((v) => v.mark);
  const zone = useTimeZone();
  const list = useRef<VirtualListHandle>(null);
  const edits = branches.active?.edits;
  const marks = useMemo(() => editMarks(edits ?? []), [edits]);
  const marked = useMemo(() => markedEvents(bookmarks), [bookmarks]);
  const [menu, setMenu] = useState<{ ordinal: number; x: number; y: number } | null>(null);

  const plain = query.trim() === '';
  // Without a filter a row is its ordinal; with one the worker says where the playhead stands among the matches.
  const located = useRequest('events.locate', plain || events === 0 ? null : { query, ordinal: playhead }, {
    refreshOn: events,
  }).data;
  const here = useMemo(
    () => (plain ? { index: playhead, exact: true } : (located ?? null)),
    [plain, playhead, located],
  );
  const rows = useGridRows(query, here, list);
  const { shown, rowAt } = rows;
  const count = plain ? events : (matched ?? rows.matched ?? 0);

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
  /** The menu of the row under the pointer, or by key of the one at the playhead. */
  const onContextMenu = (event: React.MouseEvent): void => {
    event.preventDefault();
    const row = (event.target as Element).closest('[aria-rowindex]');
    const active = row ?? document.getElementById(`event-row-${shown?.index}`);
    const ordinal = row ? rowAt(Number(row.getAttribute('aria-rowindex')) - 1)?.ordinal : playhead;
    if (ordinal === undefined || ordinal < 0) return;
    const { left, bottom } = (active ?? event.currentTarget).getBoundingClientRect();
    setMenu({ ordinal, ...(row ? { x: event.clientX, y: event.clientY } : { x: left + 60, y: bottom }) });
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || here === null) return;
    const full = list.current?.pageSize() ?? 10;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: full, PageUp: -full }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    select(here.index + by + (by < 0 && !here.exact ? 1 : 0));
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
        aria-activedescendant={shown?.exact ? `event-row-${shown.index}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        count={count}
        rowHeight={rowHeight}
        headerHeight={29}
        reusesRows
        onRows={rows.onRows}
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
            place={placeOf(row, shown)}
            isMark={mark !== null && rowAt(row)?.ordinal === mark}
            edit={marks.get(rowAt(row)?.ordinal ?? -1) ?? null}
            marked={marked.has(rowAt(row)?.ordinal ?? -1)}
            onPress={press}
          />
        )}
      />
      {menu && (
        <Menu
          label={`Event #${menu.ordinal}`}
          items={eventMenu(menu.ordinal, branches, view, passing)}
          at={menu}
          onClose={() => setMenu(null)}
        />
      )}
    </section>
  );
});

interface RowProps {
  readonly row: number;
  /** `undefined` while its page is on its way. */
  readonly event: EventEnvelope | undefined;
  readonly zone: TimeZone;
  /** Where the row stands to the playhead; `before`: the last match before it. */
  readonly place: 'past' | 'here' | 'before' | 'future';
  /** The other point of a comparison. */
  readonly isMark: boolean;
  /** What the branch that is shown does to the event. */
  readonly edit: BranchEdit['kind'] | null;
  /** It has a bookmark. */
  readonly marked: boolean;
  readonly onPress: (row: number, isMark: boolean) => void;
}

const placeOf = (row: number, playhead: PlayheadRow | null): RowProps['place'] =>
  playhead === null || row < playhead.index
    ? 'past'
    : row > playhead.index
      ? 'future'
      : playhead.exact
        ? 'here'
        : 'before';

const placeClass = { past: '', here: ' grid-here', before: ' grid-between', future: ' grid-future' } as const;

/** Memoised: when the playhead moves within what is in view, two rows change. */
const GridRow = memo(function GridRow({
  row,
  event,
  zone,
  place,
  isMark,
  edit,
  marked,
  onPress,
}: RowProps): React.JSX.Element {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid answers the keys
    <div
      role="row"
      id={`event-row-${row}`}
      aria-rowindex={row + 1}
      aria-selected={place === 'here'}
      className={`grid-row${placeClass[place]}${isMark ? ' grid-compared' : ''}${edit === 'drop' ? ' grid-dropped' : ''}`}
      // With Shift a press would select the text of all rows between.
      onMouseDown={(press) => press.shiftKey && press.preventDefault()}
      onClick={(press) => onPress(row, press.shiftKey)}
    >
      {event ? <Cells event={event} zone={zone} edit={edit} marked={marked} /> : <Placeholder />}
    </div>
  );
});

interface CellsProps extends Pick<RowProps, 'zone' | 'edit' | 'marked'> {
  readonly event: EventEnvelope;
}

const editSigns = { drop: '×', edit: '~', move: '↔', insert: '+' } as const;
const editWords = { drop: 'not on the branch', edit: 'edited', move: 'moved', insert: 'one follows' } as const;

/** Text that may not fit is cut off. So many letters always fit: each cell that can cut costs at every frame of a drag. */
const cut = (text: string, fitting: number): string => (text.length <= fitting ? 'grid-fits' : 'truncate');

function Cells({ event, zone, edit, marked }: CellsProps): React.JSX.Element {
  const [date, clock] = instantText(event.recordedAt, zone).split(' ');
  return (
    <>
      <span role="gridcell" className="grid-number">
        {event.ordinal}
        {marked && <BookmarkIcon size={10} aria-label="marked" />}
      </span>
      <span role="gridcell" className={cut(clock ?? date ?? '', 12)} title={`${date} ${clock ?? ''}`.trim()}>
        <span className="grid-date">{clock ? `${date} ` : ''}</span>
        {clock ?? date}
      </span>
      <span role="gridcell" className="truncate" title={event.streamId}>
        {nameText(event.streamId)}
      </span>
      <span
        role="gridcell"
        className={cut(event.streamRevision ?? '', 6)}
        title={event.streamRevision ?? 'not recorded'}
      >
        {event.streamRevision ?? '–'}
      </span>
      <span role="gridcell" className="grid-type" title={event.type}>
        <i className="dot" style={{ background: `var(--hue-${hueOf(event.type)})` }} />
        <span className="truncate">{nameText(event.type)}</span>
        {edit && (
          <em className="grid-mark" title={editWords[edit]}>
            <b aria-hidden="true">{editSigns[edit]}</b>
            <span>{editWords[edit]}</span>
          </em>
        )}
      </span>
      <span role="gridcell" className={`grid-version ${cut(String(event.schemaVersion ?? ''), 2)}`}>
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
