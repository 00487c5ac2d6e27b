import { Table2, X } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { formatCount } from '../../../../shared/format.ts';
import type { TimelineBuckets } from '../../../../shared/model/timeline.ts';
import type { WatchTrack } from '../../../../shared/model/watch.ts';
import type { InspectorError } from '../../../../shared/protocol/errors.ts';
import { microsToIso } from '../../../../shared/time.ts';
import { useTimeZone } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { instantText } from '../../../state/timeText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { DataTable } from '../../../widgets/DataTable.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { sidePadding } from '../timeline/layout.ts';
import { ordinalAtX, valueAtX } from '../timeline/scale.ts';
import { curveOf, stretchesOf } from './trackPath.ts';

interface Props {
  readonly expression: string;
  /** `null` until it is known. */
  readonly track: WatchTrack | null;
  readonly error: InspectorError | null;
  /** What it is worth at the playhead; `null` where there is no state. */
  readonly now: string | null;
  readonly buckets: TimelineBuckets | null;
  readonly width: number;
  readonly playheadX: number;
  readonly stale: boolean;
  readonly onRemove: () => void;
}

const height = 30;

/** One watch: its curve under the columns of the timeline, what it is worth now, its range. */
export function WatchRow(props: Props): React.JSX.Element {
  const { expression, track, error, now, buckets, width, playheadX, stale, onRemove } = props;
  const { view } = useServices();
  const [asTable, setAsTable] = useState(false);
  const isNumber = track !== null && track.kind !== 'text';
  const range = isNumber && track.lowest !== track.highest ? `${track.lowest} to ${track.highest}` : '';
  return (
    <div className="watch" data-stale={stale || undefined}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the playhead is moved by keys as ever */}
      <svg
        role="img"
        aria-label={`${expression}: ${now ?? 'no state'} at the playhead${range && `, ${range} in view`}`}
        onClick={(event) => {
          const x = event.clientX - event.currentTarget.getBoundingClientRect().left - sidePadding;
          if (buckets) view.dispatch({ do: 'movePlayhead', ordinal: ordinalAtX(x, buckets) });
        }}
      >
        {track && buckets && <TrackShape track={track} buckets={buckets} width={width} playheadX={playheadX} />}
      </svg>
      <p className="watch-label mono">
        <span className="truncate">{expression}</span>
        {error ? <em>{error.message}</em> : <b>{now ?? '–'}</b>}
        {range !== '' && !error && <span className="watch-range">{range}</span>}
      </p>
      <div className="watch-buttons">
        <Button
          look="icon"
          aria-label={`Show ${expression} as table`}
          title="Show as table"
          disabled={!track}
          onClick={() => setAsTable(true)}
        >
          <Table2 size={12} aria-hidden="true" />
        </Button>
        <Button look="icon" aria-label={`Stop watching ${expression}`} title="Stop watching" onClick={onRemove}>
          <X size={12} aria-hidden="true" />
        </Button>
      </div>
      {asTable && track && buckets && (
        <Dialog label={`Watch ${expression}`} className="watch-dialog" onClose={() => setAsTable(false)}>
          <TrackTable track={track} buckets={buckets} />
        </Dialog>
      )}
    </div>
  );
}

function TrackShape({
  track,
  buckets,
  width,
  playheadX,
}: Pick<Props, 'width' | 'playheadX'> & { track: WatchTrack; buckets: TimelineBuckets }): React.JSX.Element {
  const id = useId();
  const shape = useMemo(
    () =>
      track.kind === 'text'
        ? { stretches: stretchesOf(track, buckets.columnWidth), curve: null }
        : { stretches: [], curve: curveOf(track, buckets.columnWidth, height - 8) },
    [track, buckets.columnWidth],
  );
  const drawn = (
    <>
      {shape.curve?.zeroY != null && (
        <line className="watch-zero" x1={0} x2={width} y1={shape.curve.zeroY} y2={shape.curve.zeroY} />
      )}
      {shape.curve && <path className="watch-band" d={shape.curve.band} />}
      {shape.curve && <path className="watch-line" d={shape.curve.line} />}
      {shape.stretches.map(({ x0, x1, text }) => (
        <g key={x0}>
          <title>{text}</title>
          <rect className="watch-stretch" x={x0 + 0.5} y={10} width={Math.max(1, x1 - x0 - 1)} height={12} rx={3} />
          {x1 - x0 > 10 + text.length * 6.6 && (
            <text className="watch-text" x={x0 + 6} y={19.5}>
              {text}
            </text>
          )}
        </g>
      ))}
    </>
  );
  return (
    <g transform={`translate(${sidePadding} 4)`}>
      <clipPath id={`${id}past`}>
        <rect x={0} y={-4} width={playheadX} height={height} />
      </clipPath>
      <clipPath id={`${id}future`}>
        <rect x={playheadX} y={-4} width={Math.max(0, width - playheadX)} height={height} />
      </clipPath>
      <g clipPath={`url(#${id}past)`}>{drawn}</g>
      <g clipPath={`url(#${id}future)`} className="watch-future">
        {drawn}
      </g>
      <line className="watch-here" x1={playheadX} x2={playheadX} y1={-4} y2={height} />
    </g>
  );
}

/** The same in numbers: a row per column in which it changed. */
function TrackTable({ track, buckets }: { track: WatchTrack; buckets: TimelineBuckets }): React.JSX.Element {
  const zone = useTimeZone();
  const startOf = (column: number): string => {
    const value = valueAtX(column * buckets.columnWidth, buckets);
    return buckets.axis === 'time'
      ? instantText(microsToIso(Math.round(value / 1000) * 1000), zone)
      : `#${Math.ceil(value)}`;
  };
  const rows = [...track.changes.keys()].filter((column) => track.changes[column]! > 0);
  const number = (values: readonly (number | null)[]) => (column: number) => values[column] ?? '–';
  return (
    <DataTable
      caption={`${track.expression}: where it changed in view`}
      showCaption
      columns={[
        { key: 'from', title: buckets.axis === 'time' ? 'From' : 'From event', cell: startOf },
        { key: 'changes', title: 'Changes', numeric: true, cell: (column) => formatCount(track.changes[column]!) },
        ...(track.kind === 'text'
          ? []
          : [
              { key: 'min', title: 'Smallest', numeric: true, cell: number(track.min) },
              { key: 'max', title: 'Largest', numeric: true, cell: number(track.max) },
            ]),
        {
          key: 'last',
          title: 'At the end',
          numeric: track.kind !== 'text',
          cell: (column) => track.text[column] ?? '–',
        },
      ]}
      rows={rows}
      rowKey={(column) => String(column)}
    />
  );
}
