import type { Theme, TimeZone } from '../../shared/model/viewState.ts';
import { createStore, type Store } from './store.ts';

/** What belongs to the person rather than to a store. */
export interface Settings {
  readonly theme: Theme;
  readonly timeZone: TimeZone;
}

const key = 'eventloupe.settings';

function read(storage: Storage): Settings {
  try {
    const raw = JSON.parse(storage.getItem(key) ?? '{}') as Partial<Settings>;
    return {
      theme: raw.theme === 'light' || raw.theme === 'dark' ? raw.theme : 'system',
      timeZone: raw.timeZone === 'local' ? 'local' : 'utc',
    };
  } catch {
    return { theme: 'system', timeZone: 'utc' }; // Unreadable settings are worth no more than their default.
  }
}

export function createSettings(storage: Storage): Store<Settings, Partial<Settings>> {
  const store = createStore<Settings, Partial<Settings>>(read(storage), (settings, fields) => ({
    ...settings,
    ...fields,
  }));
  store.subscribe(() => storage.setItem(key, JSON.stringify(store.get())));
  return store;
}

/** The theme that is shown: `system` follows the operating system. */
export const shownTheme = (theme: Theme, systemIsDark: boolean): 'light' | 'dark' =>
  theme === 'system' ? (systemIsDark ? 'dark' : 'light') : theme;
