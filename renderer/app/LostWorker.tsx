import './LostWorker.css';
import { useSession } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../widgets/Button.tsx';

/** What stands over the view after a crash of the worker: what happened, and the way back to the same point. */
export function LostWorker(): React.JSX.Element | null {
  const { session } = useServices();
  const error = useSession((s) => s.error);
  const entry = useSession((s) => s.entry);
  if (!error || !entry) return null;
  return (
    <div className="lost" role="alert">
      <p>
        <strong>{error.message}</strong> The store is untouched and your place is kept.
      </p>
      <Button look="primary" onClick={() => void session.open(entry)}>
        Open {entry.name} again
      </Button>
      <Button onClick={() => session.close()}>Close store</Button>
    </div>
  );
}
