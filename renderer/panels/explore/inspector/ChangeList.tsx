import type { StateChange } from '../../../../shared/model/state.ts';
import { EventLink } from './EventLink.tsx';

interface Props {
  readonly label: string;
  readonly changes: readonly StateChange[];
  /** Each change names the event that did it. */
  readonly withEvents?: boolean;
  readonly stale?: boolean;
}

const kindOf = ({ from, to, order }: StateChange): string =>
  order ? 'reordered' : from === null ? 'added' : to === null ? 'removed' : 'changed';

/** Changes path by path: what was, struck through, and what is. */
export function ChangeList({ label, changes, withEvents = false, stale = false }: Props): React.JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <ul className="changes" tabIndex={0} aria-label={label} data-stale={stale || undefined}>
      {changes.map((change) => (
        <li key={`${change.place ?? change.path} ${kindOf(change)}`}>
          <span className="changes-path truncate" title={change.place ?? change.path}>
            {change.path === '' ? '(whole state)' : (change.place ?? change.path)}
          </span>
          <span className="changes-kind">
            {kindOf(change)}
            {withEvents && change.ordinal >= 0 && (
              <>
                {' '}
                by <EventLink ordinal={change.ordinal} />
              </>
            )}
          </span>
          {change.from !== null && <del className="changes-value">{change.from}</del>}
          {change.to !== null && <ins className="changes-value">{change.to}</ins>}
        </li>
      ))}
    </ul>
  );
}
