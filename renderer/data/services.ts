import { createContext, useContext } from 'react';
import type { Host } from '../../shared/host.ts';
import { defaultViewState, parseViewState, type ViewState } from '../../shared/model/viewState.ts';
import type { ViewAction } from '../state/actions.ts';
import { type CommandRegistry, createCommandRegistry } from '../state/commandRegistry.ts';
import type { ExploreDialog } from '../state/exploreDialog.ts';
import { reduceView } from '../state/reducer.ts';
import { createSettings, type Settings } from '../state/settings.ts';
import { createStore, type Store } from '../state/store.ts';
import { createIdleDetector, type IdleDetector } from './idle.ts';
import { createSession, type Session } from './session.ts';

/** What lasts only as long as the page: neither restored nor linked. */
export interface Passing {
  readonly playing: boolean;
  readonly dialog: 'palette' | 'keys' | 'snapshots' | 'projectionForm' | ExploreDialog | null;
  /** Dragging over the timeline selects events instead of zooming. */
  readonly dragSelects: boolean;
  /** The person asked to export a report: its view leads to the button that saves it. */
  readonly exporting: boolean;
  /** How many projections were added: every question is asked again after each (`useRequest`). */
  readonly projections: number;
  /** Counts changes of what is kept beside the store: pass it as `refreshOn`. */
  readonly sides: number;
  /** What the field of *bisect* holds. */
  readonly condition: string;
  /** The field for another watch is open. */
  readonly addingWatch: boolean;
  /** A sentence for the status bar after something was done, e.g. a saved report. */
  readonly message: string | null;
}

export interface Services {
  readonly host: Host;
  readonly idle: IdleDetector;
  readonly session: Session;
  readonly view: Store<ViewState, ViewAction>;
  readonly settings: Store<Settings, Partial<Settings>>;
  readonly passing: Store<Passing, Partial<Passing>>;
  readonly commands: CommandRegistry;
}

/** Milliseconds from a change of the view until it is kept. */
const saveAfter = 200;

const openKey = 'eventloupe.open';
const viewKey = (ref: string): string => `eventloupe.view:${ref}`;

/** Everything the page shares, made once. A reload keeps the view of each store and opens the store again. */
export function createServices(host: Host): Services {
  const idle = createIdleDetector(document.documentElement);
  const session = createSession(host, idle);
  const view = createStore<ViewState, ViewAction>(defaultViewState, reduceView);
  const settings = createSettings(localStorage);
  const passing = createStore<Passing, Partial<Passing>>(
    {
      playing: false,
      dialog: null,
      dragSelects: false,
      exporting: false,
      projections: 0,
      sides: 0,
      condition: '',
      addingWatch: false,
      message: null,
    },
    (state, fields) => ({ ...state, ...fields }),
  );

  let shown: string | null = null;
  // A dragged playhead is another view at every frame: it is kept now and then, and when the page goes.
  let saving: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    if (saving === undefined) return;
    clearTimeout(saving);
    saving = undefined;
    if (shown !== null) sessionStorage.setItem(viewKey(shown), JSON.stringify(view.get()));
  };
  session.subscribe(() => {
    const { entry, phase } = session.get();
    if (phase === 'opening' && entry && entry.ref !== '' && entry.ref !== shown) {
      save();
      shown = entry.ref;
      passing.dispatch({ playing: false, message: null });
      view.dispatch({ do: 'restore', view: parseViewState(sessionStorage.getItem(viewKey(entry.ref))) });
    }
    if (phase === 'open' && entry) sessionStorage.setItem(openKey, JSON.stringify(entry));
    if (phase === 'welcome') {
      save();
      shown = null;
      sessionStorage.removeItem(openKey);
    }
  });
  view.subscribe(() => {
    // What was said belongs to where the person was.
    if (passing.get().message !== null) passing.dispatch({ message: null });
    if (shown !== null) saving ??= setTimeout(save, saveAfter);
  });
  addEventListener('pagehide', save);
  return { host, idle, session, view, settings, passing, commands: createCommandRegistry() };
}

/** The store that was open before a reload; `null` when there was none. */
export function storeBeforeReload(): Parameters<Session['open']>[0] | null {
  try {
    return JSON.parse(sessionStorage.getItem(openKey) ?? 'null');
  } catch {
    return null; // Not ours; the gallery is a fine place to begin.
  }
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('A component outside <ServicesContext> asked for services.');
  return services;
}
