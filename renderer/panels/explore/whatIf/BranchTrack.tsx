import { useLayoutEffect, useRef, useState } from 'react';
import { plural } from '../../../../shared/format.ts';
import type { Branch, BranchEdit } from '../../../../shared/model/branch.ts';
import { useServices } from '../../../data/services.ts';
import { sidePadding } from '../timeline/layout.ts';
import { xOfOrdinal } from '../timeline/scale.ts';
import { useDetailBuckets } from '../timeline/useDetailBuckets.ts';
import { editText, placeOfEdit } from './editList.ts';

const signs: Readonly<Record<BranchEdit['kind'], string>> = { drop: '×', edit: '~', insert: '+', move: '↔' };
const middle = 11;
/** Marks nearer than this, in pixels, are drawn as one. */
const apart = 11;

interface Mark {
  readonly x: number;
  readonly edits: BranchEdit[];
}

interface Props {
  readonly branch: Branch;
  readonly query: string;
  readonly playhead: number;
}

/** The branch as a second line under the timeline: it leaves reality at its first edit, and has a mark for each. */
export function BranchTrack({ branch, query, playhead }: Props): React.JSX.Element {
  const { view } = useServices();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const plotWidth = Math.max(0, width - 2 * sidePadding);
  const buckets = useDetailBuckets(query, plotWidth).data;
  const clamp = (x: number): number => Math.max(0, Math.min(plotWidth, x));
  const placed = buckets
    ? branch.edits.map((edit) => ({ edit, x: xOfOrdinal(placeOfEdit(edit), buckets) })).sort((a, b) => a.x - b.x)
    : [];
  const marks: Mark[] = [];
  for (const { edit, x } of placed) {
    if (x < 0 || x > plotWidth) continue;
    const last = marks.at(-1);
    if (last && x - last.x < apart) last.edits.push(edit);
    else marks.push({ x, edits: [edit] });
  }
  const parts = placed[0] === undefined ? null : clamp(placed[0].x);
  const now = buckets ? clamp(xOfOrdinal(playhead, buckets)) : 0;
  const label = `Branch ${branch.name}: ${branch.edits.map(editText).join('; ') || 'no edits yet'}`;
  return (
    <div ref={box} className="branch-track">
      <svg role="img" aria-label={label}>
        <title>{label}</title>
        <g transform={`translate(${sidePadding} 0)`}>
          <line
            className="branch-line branch-real"
            x1={0}
            x2={parts === null ? plotWidth : Math.max(0, parts - 22)}
            y1={3.5}
            y2={3.5}
          />
          {parts !== null && (
            <>
              <path
                className="branch-line"
                d={`M${parts - 22} 3.5 C${parts - 10} 3.5 ${parts - 14} ${middle} ${parts} ${middle} H${Math.max(parts, now)}`}
              />
              <line
                className="branch-line branch-later"
                x1={Math.max(parts, now)}
                x2={plotWidth}
                y1={middle}
                y2={middle}
              />
            </>
          )}
          {marks.map(({ x, edits }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: the list of edits has the same as buttons
            <g
              key={x}
              className="branch-mark"
              onClick={() => view.dispatch({ do: 'movePlayhead', ordinal: placeOfEdit(edits[0]!) })}
            >
              <title>
                {edits.length === 1
                  ? editText(edits[0]!)
                  : `${plural(edits.length, 'edit')}: ${edits.map(editText).join('; ')}`}
              </title>
              <circle cx={x} cy={middle} r={7} />
              <text x={x} y={middle + 4}>
                {edits.length === 1 ? signs[edits[0]!.kind] : Math.min(99, edits.length)}
              </text>
            </g>
          ))}
        </g>
      </svg>
    </div>
  );
}
