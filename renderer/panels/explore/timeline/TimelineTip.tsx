import { formatCount, plural } from '../../../../shared/format.ts';
import type { TimeZone } from '../../../../shared/model/viewState.ts';
import { microsToIso } from '../../../../shared/time.ts';
import { instantText, zoneName } from '../../../state/timeText.ts';
import type { Picture } from './draw.ts';
import type { BookmarkMark } from './marks.ts';
import { valueAtX } from './scale.ts';
import { findingAt, flagAt, type Hover, ribbonAt } from './useTimelinePointer.ts';

interface Props {
  readonly picture: Picture;
  readonly hover: Hover;
  readonly zone: TimeZone;
  readonly left: number;
}

const shownTypes = 6;

/** What is under the pointer: the column's counts, a consumer, or a finding. */
export function TimelineTip({ picture, hover, zone, left }: Props): React.JSX.Element | null {
  const content = tipContent(picture, hover, zone);
  if (!content) return null;
  const rightHalf = hover.x > picture.width / 2;
  const style = rightHalf ? { right: picture.width - hover.x + left + 14 } : { left: hover.x + left + 14 };
  return (
    <div className="timeline-tip" style={style} aria-hidden="true">
      {content}
    </div>
  );
}

function tipContent(picture: Picture, hover: Hover, zone: TimeZone): React.ReactNode {
  const { buckets } = picture;
  const ribbon = ribbonAt(picture.bookmarks, hover.x);
  if (hover.zone === 'flags') {
    const flag = flagAt(picture.flags, hover.x);
    if (!flag && ribbon) return <BookmarkTip mark={ribbon} />;
    return flag ? (
      <>
        <h3>Consumer {flag.consumer}</h3>
        Has read up to #{flag.ordinal}: {flag.behind}. Click to go there.
      </>
    ) : null;
  }
  const finding = findingAt(picture.findings, hover.x);
  if (hover.zone === 'ruler' && finding) {
    return (
      <>
        <h3>
          {finding.severity} at #{finding.ordinal}
        </h3>
        {finding.message}
      </>
    );
  }
  if (hover.zone !== 'plot') return null;
  const column = Math.floor(hover.x / buckets.columnWidth);
  const counts = buckets.series
    .map((series) => ({ series, count: series.counts[column] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const value = valueAtX(column * buckets.columnWidth, buckets);
  const at =
    buckets.axis === 'time'
      ? `${instantText(microsToIso(Math.round(value / 1000) * 1000), zone)} ${zoneName(zone)}`
      : `from #${Math.ceil(value)}`;
  return (
    <>
      <h3>{at}</h3>
      <strong>{plural(total, 'event')}</strong>
      <ul>
        {counts.slice(0, shownTypes).map(({ series, count }) => (
          <li key={series.key}>
            <i
              className="dot"
              style={{ background: series.key === '' ? 'var(--ghost)' : `var(--hue-${series.hue})` }}
            />
            <span className="truncate">{series.label}</span>
            {formatCount(count)}
          </li>
        ))}
      </ul>
      {ribbon && <BookmarkTip mark={ribbon} />}
      {counts.length > shownTypes && <div className="muted">and {counts.length - shownTypes} more</div>}
    </>
  );
}

/** Characters of a note that a tip shows. */
const shownNote = 160;

function BookmarkTip({ mark }: { mark: BookmarkMark }): React.JSX.Element {
  const note = mark.note.length > shownNote ? `${mark.note.slice(0, shownNote)}…` : mark.note;
  return (
    <>
      <h3>Bookmark at #{mark.ordinal}</h3>
      {note}
    </>
  );
}
