import type { Theme, TimeZone } from '../../shared/model/viewState.ts';
import { createStore, type Store } from './store.ts';

/** What belongs to the person rather than to a store. */
export interface Settings {
  readonly theme: Theme;
  readonly timeZone: TimeZone;
  /** Expressions watched, by store: those of the stores used last. */
  readonly watches: Readonly<Record<string, readonly string[]>>;
}

const key = 'eventloupe.settings';

function read(storage: Storage): Settings {
  try {
    const raw = JSON.parse(storage.getItem(key) ?? '{}') as Partial<Settings>;
    return {
      theme: raw.theme === 'light' || raw.theme === 'dark' ? raw.theme : 'system',
      timeZone: raw.timeZone === 'local' ? 'local' : 'utc',
      watches: watchesOf(raw.watches),
    };
  } catch {
    return { theme: 'system', timeZone: 'utc', watches: {} }; // Unreadable settings are worth no more than their default.
  }
}

function watchesOf(raw: unknown): Settings['watches'] {
  const watches: Record<string, readonly string[]> = {};
  for (const [store, list] of Object.entries((raw ?? {}) as Record<string, unknown>)) {
    if (Array.isArray(list)) watches[store] = list.filter((text): text is string => typeof text === 'string');
  }
  return watches;
}

/** Stores whose watches are remembered. */
const mostStores = 50;

/** The watches after those of one store were changed; that store stands last, the one used longest ago goes. */
export function withWatches(all: Settings['watches'], store: string, watches: readonly string[]): Settings['watches'] {
  const others = Object.entries(all).filter(([key]) => key !== store);
  const entries = watches.length === 0 ? others : [...others, [store, watches] as const];
  return Object.fromEntries(entries.slice(-mostStores));
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
