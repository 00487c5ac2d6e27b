import './App.css';
import { usePassing, useSession } from '../data/hooks.ts';
import { DropArea } from './DropArea.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { KeysSheet } from './KeysSheet.tsx';
import { MappingScreen } from './mapping/MappingScreen.tsx';
import { OpenScreen } from './OpenScreen.tsx';
import { Palette } from './Palette.tsx';
import { useAppCommands } from './useAppCommands.ts';
import { Workbench } from './Workbench.tsx';

export function App(): React.JSX.Element {
  useAppCommands();
  const isOpen = useSession((session) => session.phase === 'open');
  const isMapping = useSession(({ mapping, phase }) => mapping !== null && phase !== 'opening');
  const dialog = usePassing((passing) => passing.dialog);
  return (
    <ErrorBoundary name="Eventloupe">
      {isMapping ? <MappingScreen /> : isOpen ? <Workbench /> : <OpenScreen />}
      {dialog === 'palette' && <Palette />}
      {dialog === 'keys' && <KeysSheet />}
      <DropArea />
    </ErrorBoundary>
  );
}
