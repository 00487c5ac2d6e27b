import './EventLink.css';
import { useDispatch } from '../data/hooks.ts';

interface Props {
  readonly ordinal: number;
  /** What stands after the number, e.g. the event's type. */
  readonly label?: string;
}

/** `#241`: goes to Explore with the playhead on that event. */
export function EventLink({ ordinal, label }: Props): React.JSX.Element {
  const dispatch = useDispatch();
  return (
    <button
      type="button"
      className="event-link"
      title={`Show event #${ordinal} in Explore`}
      onClick={() => dispatch({ do: 'showEvent', ordinal })}
    >
      #{ordinal}
      {label !== undefined && ` ${label}`}
    </button>
  );
}
