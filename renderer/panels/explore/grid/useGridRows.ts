import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { EventEnvelope } from '../../../../shared/model/event.ts';
import type { EventPage } from '../../../../shared/model/pages.ts';
import { useLog, useView } from '../../../data/hooks.ts';
import { useRequest } from '../../../data/useRequest.ts';
import type { VirtualListHandle } from '../../../widgets/VirtualList.tsx';
import { askedRows, holdsRows, type RowRange } from './gridPages.ts';

/** Where the playhead stands in the list: the last row at or before it, -1 for none. */
export interface PlayheadRow {
  readonly index: number;
  /** The row is that of the playhead, and not one before it. */
  readonly exact: boolean;
}

interface GridRows {
  /** The playhead that the rows are drawn for; `null` until that is known. */
  readonly shown: PlayheadRow | null;
  /** `undefined` while it is on its way. */
  readonly rowAt: (index: number) => EventEnvelope | undefined;
  /** Matches of the filter, as the newest page says; `undefined` until there is one. */
  readonly matched: number | undefined;
  /** For the list: which rows it draws. Always the same function. */
  readonly onRows: (first: number, end: number) => void;
}

interface Shown {
  readonly row: PlayheadRow | null;
  readonly page: EventPage | undefined;
}

/** The longest that the list waits for the rows of a place before it goes there without them, in milliseconds. */
const longestWait = 100;

/**
 * The rows of the events, and a list that follows the playhead. It goes to a place once the rows of that place are
 * there: a dragged playhead fills each row once a step, and nothing flickers.
 */
export function useGridRows(
  query: string,
  row: PlayheadRow | null,
  list: RefObject<VirtualListHandle | null>,
): GridRows {
  const { events } = useLog();
  const atEnd = useView((v) => v.playhead === null);
  const [drawn, setDrawn] = useState<RowRange | null>(null); // `null` until the list knows its height.
  const onRows = useCallback((first: number, end: number) => setDrawn({ first, end }), []);
  const [shown, setShown] = useState<Shown>({ row: null, page: undefined });
  const wasAtEnd = useRef(false);
  // A log that fills carries its end along: whoever has scrolled away from there is reading, and stays.
  const isReading = atEnd && wasAtEnd.current && list.current?.isElsewhere() === true;
  const isMoving = row !== null && row.index >= 0 && row.index !== shown.row?.index && !isReading;
  const rowsAt = useCallback(
    (index: number): RowRange => list.current?.rowsAt(index) ?? { first: index, end: index + 1 },
    [list],
  );
  const page = useRequest('events.page', drawn && { query, ...askedRows(isMoving ? rowsAt(row.index) : drawn) }, {
    refreshOn: events,
  }).data;

  const latest = useRef({ row, page });
  latest.current = { row, page };
  /** Where the list was to go since it last went anywhere: rows may come when the playhead has gone on. */
  const trail = useRef<PlayheadRow[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const goTo = useCallback(
    (place: PlayheadRow): void => {
      clearTimeout(timer.current);
      timer.current = undefined;
      setShown({ row: place, page: latest.current.page });
      list.current?.show(place.index, 'center');
    },
    [list],
  );
  useEffect(() => {
    wasAtEnd.current = atEnd;
    if (!isMoving) {
      trail.current = [];
      setShown((now) => (now.row === row && now.page === page ? now : { row, page }));
      return;
    }
    if (trail.current.at(-1) !== row) trail.current.push(row);
    const reached = trail.current.findLastIndex(({ index }) => holdsRows(page, rowsAt(index)));
    if (reached >= 0) goTo(trail.current.splice(0, reached + 1).at(-1)!);
    else timer.current ??= setTimeout(() => latest.current.row && goTo(latest.current.row), longestWait);
  }, [row, page, isMoving, atEnd, rowsAt, goTo]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const rowAt = (index: number): EventEnvelope | undefined => shown.page?.rows[index - shown.page.offset];
  return { shown: shown.row, rowAt, matched: page?.matched, onRows };
}
