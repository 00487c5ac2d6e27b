import type { CSSProperties } from 'react';
import { sidePadding, type TimelineLayout } from './layout.ts';

// What the playhead does to the timeline, as layers of their own: a drag moves them, and nothing is drawn anew.

interface Props {
  /** In pixels of the plot; out of view below 0 and beyond `width`. */
  readonly x: number;
  readonly width: number;
  readonly layout: TimelineLayout;
}

const at = (x: number): CSSProperties => ({ transform: `translateX(${x}px)` });

/** Dims what has not happened yet. */
export function FutureShade({ x, width, layout }: Props): React.JSX.Element {
  const top = layout.plotTop - 2;
  return (
    <div className="timeline-future" style={{ top, left: sidePadding, width, height: layout.plotBottom - top }}>
      <i style={at(Math.round(Math.max(0, Math.min(width, x))))} />
    </div>
  );
}

/** The playhead on the overview. */
export function OverviewPlayhead({ x, width, layout }: Props): React.JSX.Element | null {
  if (x < 0) return null;
  const top = layout.overviewTop - 1;
  const style = { top, left: sidePadding, height: layout.overviewBottom - top + 1 };
  return <i className="timeline-here" style={{ ...style, ...at(Math.min(width - 1.5, Math.round(x))) }} />;
}
