import './LostWorker.css';
import { useSession } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../widgets/Button.tsx';

/**
 * What stands over the view when the worker has gone, with the way back to the same point, or when a chosen file was
 * refused.
 */
export function LostWorker(): React.JSX.Element | null {
  const { session } = useServices();
  const error = useSession((s) => s.error);
  const entry = useSession((s) => s.entry);
  if (!error || !entry) return null;
  const lost = error.code === 'worker-lost';
  return (
    <div className="lost" role="alert">
      <p>
        <strong>{error.message}</strong> {lost ? 'The store is untouched and your place is kept.' : error.data?.advice}
      </p>
      {lost ? (
        <>
          <Button look="primary" onClick={() => void session.open(entry)}>
            Open {entry.name} again
          </Button>
          <Button onClick={() => session.close()}>Close store</Button>
        </>
      ) : (
        <Button onClick={() => session.dismissError()}>Dismiss</Button>
      )}
    </div>
  );
}
