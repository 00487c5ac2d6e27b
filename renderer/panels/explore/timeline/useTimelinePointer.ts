import { type RefObject, useEffect, useRef, useState } from 'react';
import type { TimelineBuckets } from '../../../../shared/model/timeline.ts';
import { usePassing } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { withRange } from '../../../state/queryTerms.ts';
import { sidePadding, type TimelineLayout, type Zone, zoneAt } from './layout.ts';
import type { BookmarkMark, FindingMark, PlacedFlag } from './marks.ts';
import { movedRange, ordinalAtX, valueAtX, xOfOrdinal, xOfValue } from './scale.ts';

export interface Hover {
  readonly x: number;
  readonly zone: Zone;
}

interface Model {
  readonly whole: TimelineBuckets | null;
  readonly buckets: TimelineBuckets | null;
  readonly layout: TimelineLayout;
  readonly plotWidth: number;
  readonly playhead: number;
  readonly flags: readonly PlacedFlag[];
  readonly findings: readonly FindingMark[];
  readonly bookmarks: readonly BookmarkMark[];
}

type Drag =
  | { readonly kind: 'scrub' }
  | { readonly kind: 'band'; readonly from: number; readonly selects: boolean }
  | { readonly kind: 'pan'; readonly fromX: number; readonly x0: number; readonly x1: number }
  | { readonly kind: 'brush'; readonly from: number };

/** A press that moves less than this is a click, in pixels. */
const clickSlop = 4;
const nearPlayhead = 7;

/** The consumer whose flag or label is at x. */
export const flagAt = (flags: readonly PlacedFlag[], x: number): PlacedFlag | undefined =>
  flags.find((flag) => Math.abs(flag.x - x) <= 3) ??
  flags.find(({ label }) => label && x >= label.x && x <= label.x + label.width);

export const findingAt = (findings: readonly FindingMark[], x: number): FindingMark | undefined =>
  findings.find((finding) => Math.abs(finding.x - x) < 6);

/** The bookmark whose ribbon is at x. */
export const ribbonAt = (bookmarks: readonly BookmarkMark[], x: number): BookmarkMark | undefined =>
  bookmarks.find((mark) => Math.abs(mark.x - x) <= 5);

interface TimelinePointer {
  readonly hover: Hover | null;
  /** The band being dragged over the plot. */
  readonly drag: { readonly x0: number; readonly x1: number; readonly selects: boolean } | null;
  readonly cursor: 'scrub' | 'grab' | 'cross' | 'point';
  readonly handlers: React.HTMLAttributes<HTMLElement> & React.DOMAttributes<HTMLElement>;
}

/** Mouse, pen and wheel on the timeline. Moves are gathered and carried out once per frame. */
export function useTimelinePointer(box: RefObject<HTMLElement | null>, model: Model): TimelinePointer {
  const { view, idle } = useServices();
  const dragSelects = usePassing((p) => p.dragSelects);
  const [hover, setHover] = useState<Hover | null>(null);
  const [band, setBand] = useState<TimelinePointer['drag']>(null);
  const latest = useRef(model);
  latest.current = model;
  const drag = useRef<Drag | null>(null);
  const pendingX = useRef<number | null>(null);

  // Asking where the timeline lies makes the browser lay out the page: once a drag, not once a frame of it.
  const corner = useRef({ left: 0, top: 0 });
  const place = (event: { clientX: number; clientY: number; currentTarget: Element }): { x: number; y: number } => {
    if (!drag.current) corner.current = event.currentTarget.getBoundingClientRect();
    const { left, top } = corner.current;
    const x = event.clientX - left - sidePadding;
    return { x: Math.max(0, Math.min(latest.current.plotWidth, x)), y: event.clientY - top };
  };

  const movePlayheadTo = (ordinal: number): void => {
    const { buckets } = latest.current;
    const end = buckets?.complete && view.get().range === null && ordinal >= (buckets.firstOrdinal.at(-1) ?? 0) - 1;
    view.dispatch({ do: 'movePlayhead', ordinal: end ? null : ordinal });
  };
  const scrubTo = (x: number): void => {
    const { buckets } = latest.current;
    if (buckets) movePlayheadTo(ordinalAtX(x, buckets));
  };
  const showWhole = (x0: number, x1: number): void => {
    const { whole } = latest.current;
    if (!whole) return;
    const from = valueAtX(Math.min(x0, x1), whole);
    const to = valueAtX(Math.max(x0, x1), whole);
    if (from < to) view.dispatch({ do: 'showRange', range: { from, to } });
  };

  const carryOut = (): void => {
    const x = pendingX.current;
    pendingX.current = null;
    const current = drag.current;
    if (x === null || !current) return;
    if (current.kind === 'scrub') scrubTo(x);
    else if (current.kind === 'band') setBand({ x0: current.from, x1: x, selects: current.selects });
    else if (current.kind === 'brush') {
      if (Math.abs(x - current.from) > clickSlop) showWhole(current.from, x);
    } else {
      const { plotWidth } = latest.current;
      const width = current.x1 - current.x0;
      const x0 = Math.max(0, Math.min(plotWidth - width, current.x0 + x - current.fromX));
      showWhole(x0, x0 + width);
    }
  };

  const onPointerDown = (event: React.PointerEvent<HTMLElement>): void => {
    if (event.button !== 0 || (event.target as Element).closest('.timeline-table')) return;
    const { buckets, whole, layout, playhead } = latest.current;
    if (!buckets) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = place(event);
    const zone = zoneAt(y, layout);
    const isNear = Math.abs(xOfOrdinal(playhead, buckets) - x) <= nearPlayhead;
    if (zone === 'overview') {
      const range = view.get().range;
      const x0 = range && whole ? xOfValue(range.from, whole) : -1;
      const x1 = range && whole ? xOfValue(range.to, whole) : -1;
      const inside = range !== null && x >= x0 && x <= x1;
      drag.current = inside ? { kind: 'pan', fromX: x, x0, x1 } : { kind: 'brush', from: x };
    } else if (zone === 'ruler' && findingAt(latest.current.findings, x) && y < layout.trianglesY + 11) {
      movePlayheadTo(findingAt(latest.current.findings, x)!.ordinal);
    } else if (zone === 'ruler' || isNear) {
      drag.current = { kind: 'scrub' };
      scrubTo(x);
    } else drag.current = { kind: 'band', from: x, selects: event.shiftKey || dragSelects };
    setHover(null);
  };

  const onPointerMove = (event: React.PointerEvent<HTMLElement>): void => {
    const { x, y } = place(event);
    if (drag.current) {
      if (pendingX.current === null) idle.frame(carryOut);
      pendingX.current = x;
      return;
    }
    const onTable = (event.target as Element).closest('.timeline-table') !== null;
    setHover(onTable ? null : { x, zone: zoneAt(y, latest.current.layout) });
  };

  const finish = (event: React.PointerEvent<HTMLElement>, kept: boolean): void => {
    const current = drag.current;
    if (!current) return;
    carryOut();
    drag.current = null;
    setBand(null);
    const { buckets, whole, layout } = latest.current;
    if (!kept || !buckets) return;
    const { x, y } = place(event);
    if (current.kind === 'band') {
      const [x0, x1] = [Math.min(current.from, x), Math.max(current.from, x)];
      if (x1 - x0 <= clickSlop && event.shiftKey) view.dispatch({ do: 'setMark', ordinal: ordinalAtX(x, buckets) });
      else if (x1 - x0 <= clickSlop) clickAt(x, y, layout, buckets);
      else if (current.selects) {
        const query = withRange(view.get().query, ordinalAtX(x0, buckets), ordinalAtX(x1, buckets));
        view.dispatch({ do: 'setQuery', query });
      } else {
        const from = valueAtX(x0, buckets);
        const to = valueAtX(x1, buckets);
        if (from < to) view.dispatch({ do: 'showRange', range: { from, to } });
      }
    } else if (current.kind === 'brush' && whole && Math.abs(x - current.from) <= clickSlop) {
      const range = view.get().range;
      if (!range) {
        movePlayheadTo(ordinalAtX(x, whole));
        return;
      }
      const half = (xOfValue(range.to, whole) - xOfValue(range.from, whole)) / 2;
      showWhole(Math.max(0, x - half), x + half);
    }
  };

  const clickAt = (x: number, y: number, layout: TimelineLayout, buckets: TimelineBuckets): void => {
    const flag = zoneAt(y, layout) === 'flags' ? flagAt(latest.current.flags, x) : undefined;
    const ribbon = y < layout.plotTop + 8 ? ribbonAt(latest.current.bookmarks, x) : undefined;
    movePlayheadTo((flag ?? ribbon)?.ordinal ?? ordinalAtX(x, buckets));
  };

  const onWheel = (event: WheelEvent): void => {
    const { whole, plotWidth } = latest.current;
    if (!whole || (event.target as Element).closest('.timeline-table')) return;
    event.preventDefault();
    const left = box.current!.getBoundingClientRect().left + sidePadding;
    const anchor = Math.max(0, Math.min(1, (event.clientX - left) / plotWidth));
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    const change =
      Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)
        ? { shift: sideways / plotWidth }
        : { factor: Math.exp(Math.max(-200, Math.min(200, event.deltaY)) * 0.0022), anchor };
    view.dispatch({ do: 'showRange', range: movedRange(whole, view.get().range, change) });
  };
  const wheelHandler = useRef(onWheel);
  wheelHandler.current = onWheel;
  // React's own wheel listener is passive, and a passive one cannot keep the page from scrolling.
  useEffect(() => {
    const element = box.current;
    const listener = (event: WheelEvent): void => wheelHandler.current(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, [box]);

  const atPlayhead =
    hover && model.buckets && Math.abs(xOfOrdinal(model.playhead, model.buckets) - hover.x) <= nearPlayhead;
  const cursor =
    hover?.zone === 'overview'
      ? 'grab'
      : hover?.zone === 'ruler' || atPlayhead
        ? 'scrub'
        : hover?.zone === 'flags'
          ? 'point'
          : 'cross';
  return {
    hover,
    drag: band,
    cursor,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: (event) => finish(event, true),
      onPointerCancel: (event) => finish(event, false),
      onPointerLeave: () => setHover(null),
      onDoubleClick: () => view.dispatch({ do: 'showRange', range: null }),
    },
  };
}
