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
  scrollHeight,
  scrollTopOf,
  topToShow,
  virtualTopOf,
  visibleRows,
} from './virtualScroll.ts';

export interface VirtualListHandle {
  /** Brings a row into view; does nothing when it is there. */
  show(index: number, align?: 'nearest' | 'center'): void;
  /** Whether a row is wholly in view. */
  sees(index: number): boolean;
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
  /** Which rows are drawn now; `end` is not among them. */
  readonly onRows?: (first: number, end: number) => void;
  readonly ref?: Ref<VirtualListHandle>;
}

const overscan = 6;

/** Draws only the rows in view, of lists of any length: see `virtualScroll.ts`. */
export function VirtualList(props: Props): React.JSX.Element {
  const { count, rowHeight, renderRow, header, headerHeight = 0, bodyRole, onRows, ref, className, ...rest } = props;
  const box = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState(0);
  const [virtualTop, setVirtualTop] = useState(0);
  const [scrollTop, setScrollTop] = useState(0);
  // A wheel on a scaled list moves by pixels of the real list; the scroll event that follows must not undo that.
  const expectedScroll = useRef<number | null>(null);
  const geometry = { count, rowHeight, viewport };
  const latest = useRef({ geometry, virtualTop });
  latest.current = { geometry, virtualTop };

  const moveTo = useCallback((top: number): void => {
    const element = box.current;
    if (!element) return;
    const g = latest.current.geometry;
    const clamped = clampTop(top, g);
    const scroll = scrollTopOf(clamped, g);
    element.scrollTop = scroll;
    expectedScroll.current = element.scrollTop;
    latest.current.virtualTop = clamped;
    setVirtualTop(clamped);
    setScrollTop(element.scrollTop);
  }, []);

  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void => setViewport(Math.max(0, element.clientHeight - headerHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [headerHeight]);

  useEffect(() => {
    const element = box.current!;
    const onWheel = (event: WheelEvent): void => {
      if (!isScaled(latest.current.geometry) || event.deltaY === 0) return;
      event.preventDefault();
      moveTo(latest.current.virtualTop + event.deltaY * (event.deltaMode === 1 ? rowHeight : 1));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [moveTo, rowHeight]);

  const onScroll = (): void => {
    const at = box.current!.scrollTop;
    setScrollTop(at);
    if (expectedScroll.current !== null && Math.abs(expectedScroll.current - at) < 1) return;
    expectedScroll.current = null;
    setVirtualTop(virtualTopOf(at, geometry));
  };

  useImperativeHandle(
    ref,
    () => ({
      show(index, align = 'nearest') {
        const { geometry: g, virtualTop: top } = latest.current;
        const wanted = topToShow(index, top, g, align);
        if (wanted !== top) moveTo(wanted);
      },
      sees(index) {
        const { geometry: g, virtualTop: top } = latest.current;
        return topToShow(index, top, g, 'nearest') === top;
      },
      pageSize: () => Math.max(1, Math.floor(latest.current.geometry.viewport / rowHeight)),
      focus: () => box.current?.focus(),
    }),
    [moveTo, rowHeight],
  );

  const top = clampTop(virtualTop, geometry);
  const { first, end } = visibleRows(top, geometry, overscan);
  useEffect(() => onRows?.(first, end), [onRows, first, end]);
  // Rows stand where the browser has scrolled to, so that scaled and plain lists are drawn alike.
  const shift = isScaled(geometry) ? scrollTop - top : 0;
  const rows: ReactNode[] = [];
  for (let index = first; index < end; index++) {
    rows.push(
      <div
        key={index}
        role="presentation"
        className="virtual-row"
        style={{ height: rowHeight, transform: `translateY(${index * rowHeight + shift}px)` }}
      >
        {renderRow(index)}
      </div>,
    );
  }
  return (
    <div ref={box} className={`virtual ${className ?? ''}`} onScroll={onScroll} {...rest}>
      {header}
      <div className="virtual-body" role={bodyRole} style={{ height: scrollHeight(geometry) }}>
        {rows}
      </div>
    </div>
  );
}
