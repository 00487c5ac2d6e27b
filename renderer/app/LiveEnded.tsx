import './LostWorker.css';
import { useLog, useSession } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../widgets/Button.tsx';

/** Says that the file was changed under the open store, with the way to what it holds now. */
export function LiveEnded(): React.JSX.Element | null {
  const { session } = useServices();
  const { live, name } = useLog().summary;
  const entry = useSession((s) => s.entry);
  const lost = useSession((s) => s.error);
  if (live?.state !== 'stopped' || !entry || lost) return null;
  return (
    <div className="lost" role="alert">
      <p>
        <strong>{name} is no longer followed.</strong> {live.reason} What was read before stays listed.
      </p>
      <Button look="primary" onClick={() => void session.open(entry)}>
        Open {entry.name} again
      </Button>
    </div>
  );
}
