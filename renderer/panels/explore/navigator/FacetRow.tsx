import { Minus } from 'lucide-react';
import { memo } from 'react';
import { formatCount, plural } from '../../../../shared/format.ts';
import { nameText } from '../../../state/nameText.ts';

interface Props {
  readonly name: string;
  /** 0 to 7, or `null` for no colour. */
  readonly hue: number | null;
  readonly events: number;
  /** Length of the bar, 0 to 1; `null` for none. */
  readonly share: number | null;
  /** Whether the filter asks for it or rules it out. */
  readonly use: 'with' | 'without' | null;
  readonly isCurrent?: boolean;
  /** Must stay the same function: a row is drawn anew only when something on it changes. */
  readonly onToggle: (name: string, negated: boolean) => void;
}

/** A type, version or stream with its count: click to filter by it, the small minus to leave it out. */
export const FacetRow = memo(function FacetRow(props: Props): React.JSX.Element {
  const { name, hue, events, share, use, isCurrent = false, onToggle } = props;
  const color = hue === null ? undefined : `var(--hue-${hue})`;
  return (
    <li
      className={`facet${use ? ` facet-${use}` : ''}${isCurrent ? ' facet-current' : ''}${events === 0 ? ' facet-none' : ''}`}
    >
      <button
        type="button"
        className="facet-main"
        tabIndex={-1}
        aria-pressed={use === 'with'}
        title={`${nameText(name)}: ${plural(events, 'event')}. Click to filter.`}
        onClick={() => onToggle(name, false)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.shiftKey) return;
          event.preventDefault();
          onToggle(name, true);
        }}
      >
        {color && <i className="dot" style={{ background: color }} />}
        <span className="facet-name truncate">{nameText(name)}</span>
        <span className="facet-count">{formatCount(events)}</span>
        {share !== null && share > 0 && (
          <i
            className="facet-bar"
            style={{ width: `${Math.max(2, share * 100)}%`, background: color }}
            aria-hidden="true"
          />
        )}
      </button>
      <button
        type="button"
        className="facet-not"
        tabIndex={-1}
        aria-label={`Leave out ${nameText(name)}`}
        aria-pressed={use === 'without'}
        title={`Leave out ${nameText(name)}`}
        onClick={() => onToggle(name, true)}
      >
        <Minus size={11} aria-hidden="true" />
      </button>
    </li>
  );
});
