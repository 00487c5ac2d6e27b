import './App.css';
import { lazy, Suspense } from 'react';
import { usePassing, useSession } from '../data/hooks.ts';
import { Loading } from '../widgets/Loading.tsx';
import { DropArea } from './DropArea.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { KeysSheet } from './KeysSheet.tsx';
import { OpenScreen } from './OpenScreen.tsx';
import { Palette } from './Palette.tsx';
import { useAppCommands } from './useAppCommands.ts';
import { Workbench } from './Workbench.tsx';

// Few stores need it.
const MappingScreen = lazy(async () => ({ default: (await import('./mapping/MappingScreen.tsx')).MappingScreen }));

export function App(): React.JSX.Element {
  useAppCommands();
  const isOpen = useSession((session) => session.phase === 'open');
  const isMapping = useSession(({ mapping, phase }) => mapping !== null && phase !== 'opening');
  const dialog = usePassing((passing) => passing.dialog);
  return (
    <ErrorBoundary name="Eventloupe">
      {isMapping ? (
        <Suspense fallback={<Loading what="the mapping" />}>
          <MappingScreen />
        </Suspense>
      ) : isOpen ? (
        <Workbench />
      ) : (
        <OpenScreen />
      )}
      {dialog === 'palette' && <Palette />}
      {dialog === 'keys' && <KeysSheet />}
      <DropArea />
    </ErrorBoundary>
  );
}
