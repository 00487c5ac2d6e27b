// Arithmetic of a list that may be taller than a browser can scroll. Pure.
//
// An element cannot be taller than some 33 million pixels, so a list of more than that is *scaled*: the scroll bar
// runs over a shorter stand-in, `virtualTop` says which pixel of the real list is at the top. Invariant: the first
// and last positions of both coincide.

/** Tallest stand-in, in pixels: well below what Chromium can lay out exactly. */
export const tallest = 8_000_000;

export interface ScrollGeometry {
  readonly count: number;
  readonly rowHeight: number;
  /** Height of the window onto the list. */
  readonly viewport: number;
}

const fullHeight = (g: ScrollGeometry): number => g.count * g.rowHeight;

/** Height of what the browser scrolls. */
export const scrollHeight = (g: ScrollGeometry): number => Math.min(fullHeight(g), tallest);

export const isScaled = (g: ScrollGeometry): boolean => fullHeight(g) > tallest;

/** Real pixel at the top of the window, from the browser's `scrollTop`. */
export function virtualTopOf(scrollTop: number, g: ScrollGeometry): number {
  if (!isScaled(g)) return scrollTop;
  const share = scrollTop / Math.max(1, tallest - g.viewport);
  return Math.min(1, Math.max(0, share)) * (fullHeight(g) - g.viewport);
}

/** The browser's `scrollTop` that shows `virtualTop`. */
export function scrollTopOf(virtualTop: number, g: ScrollGeometry): number {
  if (!isScaled(g)) return virtualTop;
  return (virtualTop / Math.max(1, fullHeight(g) - g.viewport)) * (tallest - g.viewport);
}

/** Keeps a position inside the list. */
export const clampTop = (virtualTop: number, g: ScrollGeometry): number =>
  Math.max(0, Math.min(virtualTop, fullHeight(g) - g.viewport));

/**
 * Rows drawn beyond the window on both sides. A scaled list is moved by us, rows and place at once; any other by the
 * browser, which may be ahead of us.
 */
export const overscanOf = (g: ScrollGeometry): number => (isScaled(g) ? 1 : 4);

/** First row and the one after the last that must be drawn, `overscan` rows more on both sides. */
export function visibleRows(virtualTop: number, g: ScrollGeometry, overscan: number): { first: number; end: number } {
  const first = Math.max(0, Math.floor(virtualTop / g.rowHeight) - overscan);
  const end = Math.min(g.count, Math.ceil((virtualTop + g.viewport) / g.rowHeight) + overscan);
  return { first: Math.min(first, end), end };
}

/** Where the list must stand so that row `index` is seen; the same position when it already is. */
export function topToShow(index: number, virtualTop: number, g: ScrollGeometry, align: 'nearest' | 'center'): number {
  const top = index * g.rowHeight;
  const seen = top >= virtualTop && top + g.rowHeight <= virtualTop + g.viewport;
  if (seen) return virtualTop;
  if (align === 'center') return clampTop(top - (g.viewport - g.rowHeight) / 2, g);
  return clampTop(top < virtualTop ? top : top + g.rowHeight - g.viewport, g);
}

/** The most rows that `visibleRows` can answer for a window of this height. */
export const mostRows = (g: ScrollGeometry, overscan: number): number =>
  Math.ceil(g.viewport / g.rowHeight) + 1 + 2 * overscan;

/** Which rows were drawn last, and the row that has slot 0 (or would have it, in a list without ends). */
export interface RowSlots {
  readonly first: number;
  readonly end: number;
  readonly base: number;
}

/**
 * Slots for another window onto the list. While windows overlap each row keeps its slot; after a jump the first row
 * takes that of the first row before, the second that of the second, so that no element is made, dropped or moved.
 */
export const movedSlots = (before: RowSlots, first: number, end: number): RowSlots => ({
  first,
  end,
  base: first < before.end && end > before.first ? before.base : before.base + first - before.first,
});

/** The slot of a drawn row, of `count`; no two rows of one window share it as long as it has no more rows than that. */
export const slotOf = (row: number, { base }: RowSlots, count: number): number =>
  (((row - base) % count) + count) % count;
