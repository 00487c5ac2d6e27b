import './OpenScreen.css';
import { useSession } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../widgets/Button.tsx';
import { Mark } from './Mark.tsx';

export function OpenScreen(): React.JSX.Element {
  const { session } = useServices();
  const phase = useSession((s) => s.phase);
  return (
    <main className="open">
      <Mark size={44} />
      <h1>Eventloupe</h1>
      <p>See what happened, the state at any point, and the event that caused it.</p>
      <Button look="primary" disabled={phase === 'opening'} onClick={() => void session.pick()}>
        Open store
      </Button>
    </main>
  );
}
