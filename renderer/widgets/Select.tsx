import './Select.css';
import { ChevronDown } from 'lucide-react';

interface Props<T extends string> {
  /** Accessible name; shown before the box when `showLabel` is set. */
  readonly label: string;
  readonly showLabel?: boolean;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly title: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few: the platform's own list in a pill. */
export function Select<T extends string>({
  label,
  showLabel = false,
  value,
  options,
  onChange,
}: Props<T>): React.JSX.Element {
  return (
    <label className="select">
      <span className={showLabel ? 'select-label' : 'visually-hidden'}>{label}</span>
      <span className="select-box">
        <select value={value} onChange={(event) => onChange(event.target.value as T)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.title}
            </option>
          ))}
        </select>
        <ChevronDown size={12} aria-hidden="true" />
      </span>
    </label>
  );
}
