import './App.css';
import { useSession } from '../data/hooks.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { OpenScreen } from './OpenScreen.tsx';
import { Workbench } from './Workbench.tsx';

export function App(): React.JSX.Element {
  const isOpen = useSession((session) => session.phase === 'open');
  return <ErrorBoundary name="Eventloupe">{isOpen ? <Workbench /> : <OpenScreen />}</ErrorBoundary>;
}
