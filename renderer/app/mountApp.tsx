import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { createRoot } from 'react-dom/client';
import type { Host } from '../../shared/host.ts';
import { createServices, ServicesContext, storeBeforeReload } from '../data/services.ts';
import { App } from './App.tsx';
import { followTheme } from './theme.ts';

/** Puts the application into the page. The host is the only thing that differs between desktop and browser. */
export function mountApp(host: Host): void {
  const services = createServices(host);
  followTheme(services.settings);
  services.session.prepare();
  host.onOpenStore((entry) => void services.session.open(entry));
  const render = (): void =>
    createRoot(document.getElementById('root')!).render(
      <ServicesContext.Provider value={services}>
        <App />
      </ServicesContext.Provider>,
    );
  const again = storeBeforeReload();
  if (again) {
    void services.session.open(again);
    render();
    return;
  }
  // The host answers at once. A gallery that is drawn meanwhile would be drawn for nothing where there is a store.
  host
    .initialStore()
    .then(
      (entry) => {
        if (entry && services.session.get().phase === 'welcome') void services.session.open(entry);
      },
      (error: unknown) => services.session.fail(error),
    )
    .finally(render);
}
