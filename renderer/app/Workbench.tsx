import { Suspense } from 'react';
import { useSession, useView } from '../data/hooks.ts';
import { panels } from '../panels/registry.ts';
import { Loading } from '../widgets/Loading.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { LiveEnded } from './LiveEnded.tsx';
import { LostWorker } from './LostWorker.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';

/** The window of an open store: title bar, the selected view, status bar. */
export function Workbench(): React.JSX.Element {
  const selected = useView((view) => view.panel);
  const generation = useSession((session) => session.entry?.ref ?? '');
  const panel = panels.find((p) => p.id === selected) ?? panels[0]!;
  return (
    <div className="workbench">
      <TopBar />
      <main className="workbench-main">
        <div className="workbench-panel" id="views-panel" role="tabpanel" aria-labelledby={`views-tab-${panel.id}`}>
          <LostWorker />
          <LiveEnded />
          <ErrorBoundary name={panel.title} key={`${generation}:${panel.id}`}>
            <Suspense fallback={<Loading what={panel.title} />}>
              <panel.Component />
            </Suspense>
          </ErrorBoundary>
        </div>
      </main>
      <StatusBar />
    </div>
  );
}
