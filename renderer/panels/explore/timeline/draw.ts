import { formatSpan } from '../../../../shared/format.ts';
import type { TimelineBuckets } from '../../../../shared/model/timeline.ts';
import type { TimelineLayout } from './layout.ts';
import { type BookmarkMark, type FindingMark, labelPadding, type PlacedFlag } from './marks.ts';
import type { Palette } from './palette.ts';
import { idleCuts } from './scale.ts';
import type { Tick } from './ticks.ts';

/** What the density is drawn from. */
export interface DensityPicture {
  readonly layout: TimelineLayout;
  readonly buckets: TimelineBuckets;
}

/** Everything that is on the canvas above the density. x is in pixels of the plot. */
export interface Picture extends DensityPicture {
  readonly width: number;
  readonly overview: TimelineBuckets | null;
  /** The visible range on the overview; `null` when everything is in view. */
  readonly brush: { readonly x0: number; readonly x1: number } | null;
  /** What stands right of this has not happened yet: see `passedX`. */
  readonly passedX: number;
  /** The other point of a comparison. */
  readonly markX: number | null;
  readonly flags: readonly PlacedFlag[];
  readonly findings: readonly FindingMark[];
  readonly bookmarks: readonly BookmarkMark[];
  readonly ticks: readonly Tick[];
  readonly hoverX: number | null;
  readonly drag: { readonly x0: number; readonly x1: number; readonly selects: boolean } | null;
}

/** A column of one event must not look like a burst. */
const leastPeak = 5;

type Context = CanvasRenderingContext2D;

// The origin of `ctx` is the top left of the plot; nothing here depends on the size of the log. The playhead is an
// element of its own above the canvases, so that a drag of it draws nothing anew.

/** Draws what lies over the density: overview, idle time, ruler, and whatever stands at a point. */
export function drawMarks(ctx: Context, picture: Picture, palette: Palette): void {
  const { width, layout } = picture;
  if (picture.overview) drawOverview(ctx, picture, picture.overview, palette);
  drawGaps(ctx, picture, palette);
  ctx.fillStyle = palette.line;
  ctx.fillRect(0, layout.plotBottom, width, 1);
  drawTicks(ctx, picture, palette);
  drawFindings(ctx, picture, palette);
  drawFlags(ctx, picture, palette);
  drawBookmarks(ctx, picture, palette);
  drawDrag(ctx, picture, palette);
  drawHover(ctx, picture, palette);
  drawMark(ctx, picture, palette);
}

/** Draws the columns as if all of them had happened. */
export function drawDensity(ctx: Context, { buckets, layout }: DensityPicture, palette: Palette): void {
  const columns = buckets.firstOrdinal.length - 1;
  const scale = (layout.plotBottom - layout.plotTop) / Math.max(leastPeak, buckets.peak);
  for (let column = 0; column < columns; column++) {
    let below = 0;
    const [x, bar] = barAt(column, buckets.columnWidth);
    for (const series of buckets.series) {
      const count = series.counts[column]!;
      if (count === 0) continue;
      const top = (below + count) * scale;
      const base = below * scale;
      // A hairline between the parts, as long as a part is thick enough to spare it.
      const gap = top - base > 2.5 ? 1 : 0;
      const height = Math.max(below === 0 ? 1.5 : 0.5, top - base - gap);
      ctx.fillStyle = series.key === '' ? palette.ghost : palette.hues[series.hue % 8]!;
      ctx.fillRect(x, layout.plotBottom - top + gap, bar, height);
      below += count;
    }
  }
}

/** x and width of a column's bar, on whole pixels: a column may be 8.02 pixels wide, and a bar must not blur. */
function barAt(column: number, columnWidth: number): [x: number, width: number] {
  const x = Math.round(column * columnWidth);
  return [x, Math.max(1, Math.round((column + 1) * columnWidth) - x - 1)];
}

function drawOverview(ctx: Context, picture: Picture, overview: TimelineBuckets, palette: Palette): void {
  const { layout, brush, width } = picture;
  const height = layout.overviewBottom - layout.overviewTop;
  const columns = overview.firstOrdinal.length - 1;
  const totals = new Array<number>(columns).fill(0);
  for (const series of overview.series) {
    for (let column = 0; column < columns; column++) totals[column]! += series.counts[column]!;
  }
  if (brush) {
    ctx.fillStyle = palette.accentSoft;
    roundRect(ctx, brush.x0, layout.overviewTop - 1, Math.max(3, brush.x1 - brush.x0), height + 2, 3);
  }
  ctx.fillStyle = palette.ghost;
  for (let column = 0; column < columns; column++) {
    const total = totals[column]!;
    if (total === 0) continue;
    const [x, bar] = barAt(column, overview.columnWidth);
    const inside = !brush || (x + overview.columnWidth > brush.x0 && x < brush.x1);
    ctx.globalAlpha = inside ? 0.95 : 0.5;
    // The root keeps quiet times visible beside a burst: the strip is for finding one's way, not for counting.
    const tall = Math.max(1.5, Math.sqrt(total / overview.peak) * (height - 4));
    ctx.fillRect(x, layout.overviewBottom - 1 - tall, bar, tall);
  }
  ctx.globalAlpha = 1;
  if (brush) {
    ctx.fillStyle = palette.accent;
    ctx.fillRect(Math.max(0, brush.x0), layout.overviewTop - 1, 1.5, height + 2);
    ctx.fillRect(Math.min(width, brush.x1) - 1.5, layout.overviewTop - 1, 1.5, height + 2);
  }
}

function drawGaps(ctx: Context, { buckets, layout, width }: Picture, palette: Palette): void {
  for (const cut of idleCuts(buckets.segments)) {
    if (cut.x1 < 0 || cut.x0 > width) continue;
    ctx.strokeStyle = palette.lineStrong;
    ctx.lineWidth = 1;
    ctx.beginPath();
    const hasWords = cut.x1 - cut.x0 >= 30;
    // The strokes end above the words: `46 min` is as wide as the cut.
    const bottom = layout.plotBottom - (hasWords ? 34 : 0);
    for (const x of [cut.x0 + 3, cut.x1 - 3]) {
      ctx.moveTo(x + 2, layout.plotTop);
      ctx.lineTo(x - 2, bottom);
    }
    ctx.stroke();
    if (!hasWords) continue;
    const middle = (cut.x0 + cut.x1) / 2;
    const length = formatSpan(cut.micros).replace(/^(\d+ \w+) .*/, '$1');
    ctx.fillStyle = palette.muted;
    ctx.textAlign = 'center';
    ctx.fillText(length, middle, layout.plotBottom - 20);
    ctx.fillText('idle', middle, layout.plotBottom - 7);
  }
}

function drawTicks(ctx: Context, { ticks, layout, width }: Picture, palette: Palette): void {
  ctx.fillStyle = palette.muted;
  for (const tick of ticks) {
    const wide = ctx.measureText(tick.label).width;
    const x = Math.max(0, Math.min(width - wide, tick.x - (tick.x < wide / 2 ? 0 : wide / 2)));
    ctx.textAlign = 'left';
    ctx.fillText(tick.label, x, layout.labelsY);
  }
}

function drawFindings(ctx: Context, { findings, layout, passedX }: Picture, palette: Palette): void {
  for (const finding of findings) {
    ctx.globalAlpha = finding.x > passedX ? 0.62 : 1;
    ctx.fillStyle =
      finding.severity === 'error' ? palette.bad : finding.severity === 'warning' ? palette.warn : palette.ghost;
    const y = layout.trianglesY;
    ctx.beginPath();
    ctx.moveTo(finding.x, y);
    ctx.lineTo(finding.x + 5, y + 9);
    ctx.lineTo(finding.x - 5, y + 9);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

function drawFlags(ctx: Context, { flags, layout, passedX }: Picture, palette: Palette): void {
  ctx.textAlign = 'left';
  const height = layout.flagsBottom - layout.flagsTop;
  for (const flag of flags) {
    const { x, label } = flag;
    ctx.globalAlpha = x > passedX ? 0.75 : 1;
    ctx.fillStyle = palette.hues[flag.hue]!;
    ctx.fillRect(x, layout.flagsTop, 2, height);
    ctx.fillRect(x, layout.flagsBottom, 1, 4);
    if (!label) continue;
    ctx.globalAlpha = 0.2;
    ctx.fillRect(label.x, layout.flagsTop, label.width, height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = palette.text;
    ctx.fillText(label.consumer, label.x + labelPadding, layout.flagsTop + 12);
    ctx.fillStyle = palette.muted;
    const behindX = label.x + label.width - labelPadding - ctx.measureText(flag.behind).width;
    ctx.fillText(flag.behind, behindX, layout.flagsTop + 12);
  }
  ctx.globalAlpha = 1;
}

/** Ribbons at the top of the density; a range is a line from its ribbon to its end. */
function drawBookmarks(ctx: Context, { bookmarks, layout, passedX }: Picture, palette: Palette): void {
  const top = layout.plotTop - 5;
  for (const { x, x1 } of bookmarks) {
    ctx.globalAlpha = x > passedX ? 0.7 : 1;
    ctx.fillStyle = palette.text;
    if (x1 > x) {
      ctx.fillRect(x, top, x1 - x, 1.5);
      ctx.fillRect(x1 - 1, top, 1.5, 7);
    }
    ctx.beginPath();
    ctx.moveTo(x - 3.5, top);
    ctx.lineTo(x + 3.5, top);
    ctx.lineTo(x + 3.5, top + 11);
    ctx.lineTo(x, top + 8);
    ctx.lineTo(x - 3.5, top + 11);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

function drawDrag(ctx: Context, { drag, layout }: Picture, palette: Palette): void {
  if (!drag) return;
  const x0 = Math.min(drag.x0, drag.x1);
  const wide = Math.abs(drag.x1 - drag.x0);
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = drag.selects ? palette.hues[0]! : palette.text;
  ctx.fillRect(x0, layout.plotTop - 2, wide, layout.plotBottom - layout.plotTop + 2);
  ctx.globalAlpha = 1;
  ctx.fillStyle = drag.selects ? palette.hues[0]! : palette.muted;
  ctx.fillRect(x0, layout.plotTop - 2, 1, layout.plotBottom - layout.plotTop + 2);
  ctx.fillRect(x0 + wide - 1, layout.plotTop - 2, 1, layout.plotBottom - layout.plotTop + 2);
}

function drawHover(ctx: Context, { hoverX, layout }: Picture, palette: Palette): void {
  if (hoverX === null) return;
  ctx.fillStyle = palette.lineStrong;
  ctx.fillRect(Math.round(hoverX), layout.plotTop - 2, 1, layout.plotBottom - layout.plotTop + 2);
}

/** A dashed line with an A on its head: the playhead is the other point, and the only one in its colour. */
function drawMark(ctx: Context, { markX, layout, width }: Picture, palette: Palette): void {
  if (markX === null || markX < 0 || markX > width) return;
  const x = Math.round(markX);
  const top = layout.overviewBottom + 2;
  ctx.strokeStyle = palette.text;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(x + 0.5, top + 13);
  ctx.lineTo(x + 0.5, layout.plotBottom);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = palette.text;
  roundRect(ctx, x - 6, top, 13, 13, 3);
  ctx.fillStyle = palette.background;
  ctx.textAlign = 'center';
  ctx.fillText('A', x + 0.5, top + 10.5);
}

function roundRect(ctx: Context, x: number, y: number, w: number, h: number, radius: number): void {
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, radius);
  ctx.fill();
}
