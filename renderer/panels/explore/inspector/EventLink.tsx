import { useServices } from '../../../data/services.ts';

/** `#250 OrderShipped`: moves the playhead there. */
export function EventLink({ ordinal, type }: { ordinal: number; type?: string }): React.JSX.Element {
  const { view } = useServices();
  return (
    <button type="button" className="event-mention" onClick={() => view.dispatch({ do: 'movePlayhead', ordinal })}>
      #{ordinal}
      {type !== undefined && ` ${type}`}
    </button>
  );
}
