import './Timeline.css';
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Bookmark } from '../../../../shared/model/bookmark.ts';
import { useLog, usePlayhead, useTimeZone, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useChecks } from '../../../data/useChecks.ts';
import { useCommand } from '../../../data/useCommand.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { type DensityPicture, drawDensity, drawMarks, type Picture } from './draw.ts';
import { columnWidth, evenColumnWidth, overviewColumnWidth, sidePadding, timelineLayout } from './layout.ts';
import { bookmarkMarks, consumerFlags, findingMarks, passedX, placeFlags } from './marks.ts';
import { FutureShade, OverviewPlayhead } from './PlayheadLayers.tsx';
import { PlayheadSlider } from './PlayheadSlider.tsx';
import { textMeasure } from './palette.ts';
import { movedRange, xOfOrdinal, xOfValue } from './scale.ts';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import { TimelineTable } from './TimelineTable.tsx';
import { TimelineTip } from './TimelineTip.tsx';
import { axisTicks } from './ticks.ts';
import { useDetailBuckets } from './useDetailBuckets.ts';
import { useTimelinePointer } from './useTimelinePointer.ts';

interface Props {
  readonly query: string;
  readonly asTable: boolean;
  readonly bookmarks: readonly Bookmark[];
  /** Writes the readable point of the playhead: `#241 · position 242 · …`. */
  readonly pointText: string;
  /** Called after each drawing; must stay the same function. */
  readonly onDrawn: () => void;
}

/** Density over the whole log or a range of it, with the playhead, consumers and findings. */
export const Timeline = memo(function Timeline({
  query,
  asTable,
  bookmarks,
  pointText,
  onDrawn,
}: Props): React.JSX.Element {
  const { view } = useServices();
  const { events, complete } = useLog();
  const zone = useTimeZone();
  const axis = useView((v) => v.axis);
  const range = useView((v) => v.range);
  const stackBy = useView((v) => v.stackBy);
  const squeezeIdle = useView((v) => v.squeezeIdle);
  const playhead = usePlayhead();
  const mark = useView((v) => v.mark);

  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    // At once, not when the observer first reports: the first question to the worker depends on it.
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const plotWidth = Math.max(0, size.width - 2 * sidePadding);
  const layout = useMemo(() => timelineLayout(size.height), [size.height]);

  const ask = { axis, width: plotWidth, stackBy, squeezeIdle, query };
  const ready = plotWidth > 0 && events > 0;
  const whole = useRequest(
    'timeline.buckets',
    ready ? { ...ask, from: null, to: null, columnWidth: evenColumnWidth(plotWidth, overviewColumnWidth) } : null,
    { refreshOn: events },
  ).data;
  const detail = useDetailBuckets(query, plotWidth);
  const buckets = detail.data;
  const consumers = useRequest('store.consumers', events > 0 ? {} : null, {
    refreshOn: complete ? 'all' : 'some',
  }).data;
  const report = useChecks().data;

  // Counts the themes and faces that have come: what is drawn and measured depends on them.
  const [theme, setTheme] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a face that has arrived changes how wide words are
  const marks = useMemo(
    () => ({
      flags: buckets
        ? placeFlags(consumerFlags(consumers?.checkpoints ?? [], buckets, plotWidth), plotWidth, textMeasure())
        : [],
      findings: buckets && report ? findingMarks(report, buckets, plotWidth) : [],
      bookmarks: buckets ? bookmarkMarks(bookmarks, buckets, plotWidth) : [],
    }),
    [buckets, consumers, report, bookmarks, plotWidth, theme],
  );
  const pointer = useTimelinePointer(box, {
    whole: whole ?? null,
    buckets: buckets ?? null,
    layout,
    plotWidth,
    playhead,
    ...marks,
  });
  const density = useMemo(
    (): DensityPicture | null => (buckets && plotWidth > 0 ? { layout, buckets } : null),
    [buckets, layout, plotWidth],
  );
  const playheadX = buckets ? xOfOrdinal(playhead, buckets) : -1;
  const passed = passedX(playheadX, marks.flags, marks.findings, marks.bookmarks);
  const picture = useMemo((): Picture | null => {
    if (!density) return null;
    const showsAll = range === null || !whole;
    return {
      ...density,
      width: plotWidth,
      overview: whole ?? null,
      brush: showsAll ? null : { x0: xOfValue(range.from, whole), x1: xOfValue(range.to, whole) },
      passedX: passed,
      markX: mark === null ? null : xOfOrdinal(mark, density.buckets),
      ...marks,
      ticks: axisTicks(density.buckets.segments, density.buckets.axis, zone),
      hoverX: pointer.hover?.zone === 'plot' && !pointer.drag ? pointer.hover.x : null,
      drag: pointer.drag,
    };
  }, [density, whole, plotWidth, range, passed, mark, marks, zone, pointer.hover, pointer.drag]);

  useEffect(() => {
    const observer = new MutationObserver(() => setTheme((n) => n + 1));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  // Drawn once the faces are there: a canvas does not repaint by itself when a font arrives.
  useEffect(() => {
    let alive = true;
    void document.fonts.load('11px "Inter Variable"').then(() => alive && setTheme((n) => n + 1));
    return () => {
      alive = false;
    };
  }, []);
  const anchor = (): number => {
    const x = playheadX;
    if (x < 0 || x > plotWidth) return 0.5;
    // The playhead stands somewhere in its column; at an edge that must not push it out of view.
    if (x < 2 * columnWidth) return 0;
    return x > plotWidth - 2 * columnWidth ? 1 : x / plotWidth;
  };
  const change = (by: Parameters<typeof movedRange>[2]): void => {
    if (whole) view.dispatch({ do: 'showRange', range: movedRange(whole, view.get().range, by) });
  };
  useCommand('timeline.zoomIn', () => change({ factor: 0.6, anchor: anchor() }));
  useCommand('timeline.zoomOut', () => change({ factor: 1 / 0.6, anchor: anchor() }));
  useCommand('timeline.panLeft', () => change({ shift: -0.2 }));
  useCommand('timeline.panRight', () => change({ shift: 0.2 }));
  useCommand('timeline.all', () => view.dispatch({ do: 'showRange', range: null }));

  return (
    <section
      ref={box}
      className={`timeline timeline-${pointer.cursor}`}
      aria-label="Timeline"
      {...pointer.handlers}
      data-stale={detail.stale || undefined}
    >
      <TimelineCanvas picture={density} draw={drawDensity} size={size} theme={theme} onDrawn={onDrawn} />
      {buckets && <FutureShade x={playheadX} width={plotWidth} layout={layout} />}
      <TimelineCanvas picture={picture} draw={drawMarks} size={size} theme={theme} />
      {whole && <OverviewPlayhead x={xOfOrdinal(playhead, whole)} width={plotWidth} layout={layout} />}
      {!buckets && detail.pending && <Skeleton rows={5} label="Loading the timeline" />}
      {detail.error && !buckets && <p className="timeline-error">{detail.error.message}</p>}
      <PlayheadSlider x={playheadX} width={plotWidth} ordinal={playhead} events={events} text={pointText} />
      {asTable && buckets && <TimelineTable buckets={buckets} top={layout.flagsBottom + 5} />}
      {picture && pointer.hover && !pointer.drag && !asTable && (
        <TimelineTip picture={picture} hover={pointer.hover} zone={zone} left={sidePadding} />
      )}
    </section>
  );
});
