import './Tabs.css';
import type { ReactNode } from 'react';

export interface Tab<T extends string> {
  readonly id: T;
  readonly title: string;
  /** A small number beside the title. */
  readonly badge?: ReactNode;
}

interface Props<T extends string> {
  /** Accessible name of the list. */
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly selected: T;
  readonly onSelect: (id: T) => void;
  /** Tabs are `${idPrefix}-tab-${id}` and control `${idPrefix}-panel`. */
  readonly idPrefix: string;
  readonly look?: 'boxed' | 'underlined';
}

/** A tab list with one stop for Tab; arrow keys, Home and End move and select. */
export function Tabs<T extends string>(props: Props<T>): React.JSX.Element {
  const { label, tabs, selected, onSelect, idPrefix, look = 'underlined' } = props;
  const move = (event: React.KeyboardEvent, index: number): void => {
    const last = tabs.length - 1;
    const next = {
      ArrowLeft: index === 0 ? last : index - 1,
      ArrowRight: index === last ? 0 : index + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const id = tabs[next]!.id;
    onSelect(id);
    document.getElementById(`${idPrefix}-tab-${id}`)?.focus();
  };
  return (
    <div className={`tabs tabs-${look}`} role="tablist" aria-label={label}>
      {tabs.map((tab, index) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${idPrefix}-tab-${tab.id}`}
          aria-selected={tab.id === selected}
          aria-controls={`${idPrefix}-panel`}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
          onKeyDown={(event) => move(event, index)}
        >
          {tab.title}
          {tab.badge !== undefined && <span className="tabs-badge">{tab.badge}</span>}
        </button>
      ))}
    </div>
  );
}
