import { type Settings, shownTheme } from '../state/settings.ts';
import type { Store } from '../state/store.ts';

/** Keeps `data-theme` on the document equal to the theme that is shown. */
export function followTheme(settings: Store<Settings, Partial<Settings>>): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    document.documentElement.dataset.theme = shownTheme(settings.get().theme, system.matches);
  };
  settings.subscribe(apply);
  system.addEventListener('change', apply);
  apply();
}
