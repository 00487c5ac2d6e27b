import { useServices } from '../../../data/services.ts';

interface Props {
  readonly ordinal: number;
  readonly type?: string;
  /** Called when the playhead has moved, e.g. to close what the link stands in. */
  readonly onGo?: () => void;
}

/** `#250 OrderShipped`: moves the playhead there. */
export function PlayheadLink({ ordinal, type, onGo }: Props): React.JSX.Element {
  const { view } = useServices();
  return (
    <button
      type="button"
      className="event-mention"
      onClick={() => {
        view.dispatch({ do: 'movePlayhead', ordinal });
        onGo?.();
      }}
    >
      #{ordinal}
      {type !== undefined && ` ${type}`}
    </button>
  );
}
