import './VirtualList.css';
import {
  type HTMLAttributes,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import {
  clampTop,
  isScaled,
  mostRows,
  movedSlots,
  overscanOf,
  type RowSlots,
  scrollHeight,
  scrollTopOf,
  slotOf,
  topToShow,
  virtualTopOf,
  visibleRows,
} from './virtualScroll.ts';

export interface VirtualListHandle {
  /** Brings a row into view; does nothing when it is there. */
  show(index: number, align?: 'nearest' | 'center'): void;
  /** Which rows would be drawn after `show(index, 'center')`; `end` is not among them. */
  rowsAt(index: number): { readonly first: number; readonly end: number };
  /** Whether the person has scrolled the row away that was shown last. */
  isElsewhere(): boolean;
  /** Rows that fit into the window. */
  pageSize(): number;
  focus(): void;
}

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  readonly count: number;
  readonly rowHeight: number;
  /** Draws a row; called only for those near the window. */
  readonly renderRow: (index: number) => ReactNode;
  /** Stands still above the rows. */
  readonly header?: ReactNode;
  readonly headerHeight?: number;
  /** Role of the element round the rows, e.g. `rowgroup`. */
  readonly bodyRole?: string;
  /**
   * Rows keep their elements and are filled anew when the list jumps, which costs a fraction of making them. Not for
   * rows that can hold the focus: it would stay with the element.
   */
  readonly reusesRows?: boolean;
  /** Which rows are drawn now; `end` is not among them. */
  readonly onRows?: (first: number, end: number) => void;
  readonly ref?: Ref<VirtualListHandle>;
}

/** Milliseconds in which the browser's own scroll position is set once: each time it lays out the page. */
const followEvery = 150;

/** Draws only the rows in view, of lists of any length: see `virtualScroll.ts`. */
export function VirtualList(props: Props): React.JSX.Element {
  const {
    count,
    rowHeight,
    renderRow,
    header,
    headerHeight = 0,
    bodyRole,
    reusesRows = false,
    onRows,
    ref,
    className,
    ...rest
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState(0);
  const [{ virtualTop, scrollTop }, setPosition] = useState({ virtualTop: 0, scrollTop: 0 });
  // A wheel on a scaled list moves by pixels of the real list; the scroll event that follows must not undo that.
  const expectedScroll = useRef<number | null>(null);
  const wantedScroll = useRef<number | null>(null);
  /** The row that was shown last, and whether the person has scrolled since. */
  const shown = useRef<number | null>(null);
  const scrolled = useRef(false);
  const geometry = { count, rowHeight, viewport };
  const latest = useRef({ geometry, virtualTop });
  latest.current = { geometry, virtualTop };

  /** Rows go to their place at once, by a transform; the browser's scroll position follows now and then. */
  const following = useRef<{ at: number; timer: ReturnType<typeof setTimeout> | undefined }>({
    at: -Infinity,
    timer: undefined,
  });
  const moveTo = useCallback((top: number): void => {
    const g = latest.current.geometry;
    const wanted = Math.round(clampTop(top, g));
    const follow = following.current;
    const now = performance.now();
    latest.current.virtualTop = wanted;
    if (now - follow.at < followEvery) {
      setPosition(({ scrollTop: at }) => ({ virtualTop: wanted, scrollTop: at }));
      follow.timer ??= setTimeout(() => moveTo(latest.current.virtualTop), followEvery);
      return;
    }
    clearTimeout(follow.timer);
    following.current = { at: now, timer: undefined };
    wantedScroll.current = Math.round(scrollTopOf(wanted, g));
    setPosition({ virtualTop: wanted, scrollTop: wantedScroll.current });
  }, []);
  useEffect(() => () => clearTimeout(following.current.timer), []);
  // Scrolling makes the browser lay out the page, so it is done once the rows have got there, not before as well.
  useLayoutEffect(() => {
    if (wantedScroll.current === null) return;
    const element = box.current!;
    element.scrollTop = wantedScroll.current;
    wantedScroll.current = null;
    // The browser has its own idea of the last pixel.
    expectedScroll.current = element.scrollTop;
    if (element.scrollTop !== scrollTop) setPosition({ virtualTop, scrollTop: element.scrollTop });
  });

  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void => setViewport(Math.max(0, element.clientHeight - headerHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [headerHeight]);

  // A row that was shown stays in view when the window becomes lower.
  useLayoutEffect(() => {
    const { geometry: g, virtualTop: top } = latest.current;
    if (viewport === 0 || shown.current === null || scrolled.current) return;
    const wanted = topToShow(shown.current, top, g, 'nearest');
    if (wanted !== top) moveTo(wanted);
  }, [viewport, moveTo]);

  useEffect(() => {
    const element = box.current!;
    const onWheel = (event: WheelEvent): void => {
      if (!isScaled(latest.current.geometry) || event.deltaY === 0) return;
      event.preventDefault();
      scrolled.current = true;
      moveTo(latest.current.virtualTop + event.deltaY * (event.deltaMode === 1 ? rowHeight : 1));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [moveTo, rowHeight]);

  const onScroll = (): void => {
    const at = box.current!.scrollTop;
    if (expectedScroll.current !== null && Math.abs(expectedScroll.current - at) < 1) {
      if (at !== scrollTop) setPosition({ virtualTop, scrollTop: at });
      return;
    }
    expectedScroll.current = null;
    scrolled.current = true;
    // Before the browser's position has followed, it says how far the person went, not where that is.
    const isBehind = following.current.timer !== undefined;
    const wanted = isBehind ? clampTop(virtualTop + at - scrollTop, geometry) : virtualTopOf(at, geometry);
    setPosition({ virtualTop: wanted, scrollTop: at });
  };

  useImperativeHandle(
    ref,
    () => ({
      show(index, align = 'nearest') {
        const { geometry: g, virtualTop: top } = latest.current;
        const wanted = topToShow(index, top, g, align);
        shown.current = index;
        scrolled.current = false;
        if (wanted !== top) moveTo(wanted);
      },
      rowsAt(index) {
        const { geometry: g, virtualTop: top } = latest.current;
        return visibleRows(clampTop(topToShow(index, top, g, 'center'), g), g, overscanOf(g));
      },
      isElsewhere() {
        const { geometry: g, virtualTop: top } = latest.current;
        const index = shown.current;
        return index !== null && scrolled.current && topToShow(index, top, g, 'nearest') !== top;
      },
      pageSize: () => Math.max(1, Math.floor(latest.current.geometry.viewport / rowHeight)),
      focus: () => box.current?.focus(),
    }),
    [moveTo, rowHeight],
  );

  const top = clampTop(virtualTop, geometry);
  const overscan = overscanOf(geometry);
  const { first, end } = visibleRows(top, geometry, overscan);
  useEffect(() => onRows?.(first, end), [onRows, first, end]);
  const slots = useRef<RowSlots>({ first: 0, end: 0, base: 0 });
  slots.current = movedSlots(slots.current, first, end);
  const slotCount = mostRows(geometry, overscan);
  // Rows stand where the browser has scrolled to, wherever in the list that is. One element carries them all there:
  // a place of its own for each row would be so many layers to sort at every frame of a drag.
  const windowTop = first * rowHeight + scrollTop - top;
  const rows: ReactNode[] = [];
  for (let index = first; index < end; index++) {
    rows.push(
      <div
        key={reusesRows ? slotOf(index, slots.current, slotCount) : index}
        role="presentation"
        className="virtual-row"
        style={{ height: rowHeight }}
      >
        {renderRow(index)}
      </div>,
    );
  }
  return (
    <div ref={box} className={`virtual ${className ?? ''}`} onScroll={onScroll} {...rest}>
      {header}
      <div className="virtual-body" role={bodyRole} style={{ height: scrollHeight(geometry) }}>
        <div role="presentation" className="virtual-window" style={{ transform: `translateY(${windowTop}px)` }}>
          {rows}
        </div>
      </div>
    </div>
  );
}
