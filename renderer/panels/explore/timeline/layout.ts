/** Space left and right of the plot, in pixels. */
export const sidePadding = 14;

/** Wanted pixel width of a density column and of one of the overview. */
export const columnWidth = 8;
export const overviewColumnWidth = 4;

/** The width next to `wanted` at which whole columns fill the plot: a last one cut short looks like a drop. Pure. */
export const evenColumnWidth = (plotWidth: number, wanted: number): number =>
  plotWidth / Math.max(1, Math.round(plotWidth / wanted));

/** Where the bands of the timeline lie, in pixels from its top. */
export interface TimelineLayout {
  readonly overviewTop: number;
  readonly overviewBottom: number;
  readonly flagsTop: number;
  readonly flagsBottom: number;
  readonly plotTop: number;
  readonly plotBottom: number;
  readonly trianglesY: number;
  readonly labelsY: number;
}

export function timelineLayout(height: number): TimelineLayout {
  const plotBottom = height - 37;
  return {
    overviewTop: 4,
    overviewBottom: 24,
    flagsTop: 31,
    flagsBottom: 47,
    plotTop: 54,
    plotBottom,
    trianglesY: plotBottom + 4,
    labelsY: height - 8,
  };
}

export type Zone = 'overview' | 'flags' | 'plot' | 'ruler';

export function zoneAt(y: number, layout: TimelineLayout): Zone {
  if (y < layout.overviewBottom + 4) return 'overview';
  if (y < layout.plotTop - 2) return 'flags';
  return y <= layout.plotBottom ? 'plot' : 'ruler';
}
