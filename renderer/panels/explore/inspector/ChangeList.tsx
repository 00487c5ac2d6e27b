import { formatCount } from '../../../../shared/format.ts';
import type { ShownChange, ValueSize } from '../../../../shared/model/shown.ts';
import { PlayheadLink } from './PlayheadLink.tsx';

interface Props {
  readonly label: string;
  readonly changes: readonly ShownChange[];
  /** Each change names the event that did it. */
  readonly withEvents?: boolean;
  readonly stale?: boolean;
  /** Shows all of a value that is cut, by the index of its change. */
  readonly onWhole?: (index: number, side: 'from' | 'to') => void;
}

const kindOf = ({ from, to, order }: ShownChange): string =>
  order ? 'reordered' : from === null ? 'added' : to === null ? 'removed' : 'changed';

/** Changes path by path: what was, struck through, and what is. */
export function ChangeList({ label, changes, withEvents = false, stale = false, onWhole }: Props): React.JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <ul className="changes" tabIndex={0} aria-label={label} data-stale={stale || undefined}>
      {changes.map((change, index) => (
        <li key={`${change.place ?? change.path} ${kindOf(change)}`}>
          <span className="changes-path truncate" title={change.place ?? change.path}>
            {change.path === '' ? '(whole state)' : (change.place ?? change.path)}
          </span>
          <span className="changes-kind">
            {kindOf(change)}
            {withEvents && change.ordinal >= 0 && (
              <>
                {' '}
                by <PlayheadLink ordinal={change.ordinal} />
              </>
            )}
          </span>
          {change.from !== null && <del className="changes-value">{change.from}</del>}
          <CutValue size={change.fromSize} onWhole={onWhole && (() => onWhole(index, 'from'))} />
          {change.to !== null && <ins className="changes-value">{change.to}</ins>}
          <CutValue size={change.toSize} onWhole={onWhole && (() => onWhole(index, 'to'))} />
        </li>
      ))}
    </ul>
  );
}

/** Under a value of which only the beginning is there: how much it is. */
function CutValue({
  size,
  onWhole,
}: {
  readonly size: ValueSize | undefined;
  readonly onWhole: (() => void) | undefined;
}): React.JSX.Element | null {
  if (!size) return null;
  const { of, total } = size;
  const text = `… of ${formatCount(total)} ${of === 'members' ? 'fields' : of}`;
  return (
    <span className="changes-cut">
      {onWhole ? (
        <button type="button" className="event-mention" onClick={onWhole}>
          {text}: show all
        </button>
      ) : (
        text
      )}
    </span>
  );
}
