import { useSyncExternalStore } from 'react';
import type { StoreSummary } from '../../shared/model/store.ts';
import type { TimeZone, ViewState } from '../../shared/model/viewState.ts';
import type { ViewAction } from '../state/actions.ts';
import { playheadOrdinal } from '../state/selectors.ts';
import { type Passing, useServices } from './services.ts';
import type { SessionState } from './session.ts';

/** One value of the session. `select` must answer the same value for the same session. */
export function useSession<T>(select: (session: SessionState) => T): T {
  const { session } = useServices();
  return useSyncExternalStore(session.subscribe, () => select(session.get()));
}

/** One value of the view state. */
export function useView<T>(select: (view: ViewState) => T): T {
  const { view } = useServices();
  return useSyncExternalStore(view.subscribe, () => select(view.get()));
}

export function usePassing<T>(select: (passing: Passing) => T): T {
  const { passing } = useServices();
  return useSyncExternalStore(passing.subscribe, () => select(passing.get()));
}

/** Changes the view: `dispatch({ do: 'showEvent', ordinal })`. */
export const useDispatch = (): ((action: ViewAction) => void) => useServices().view.dispatch;

export interface LogView {
  readonly summary: StoreSummary;
  /** Events in the index so far: pass it as `refreshOn`. */
  readonly events: number;
  readonly complete: boolean;
}

/** The open log. Only below a screen that has one. */
export function useLog(): LogView {
  const summary = useSession((session) => session.summary);
  if (!summary) throw new Error('useLog() without an open log.');
  return { summary, events: summary.events, complete: summary.complete };
}

/** Ordinal of the playhead; -1 in an empty log. */
export function usePlayhead(): number {
  const { events } = useLog();
  return useView((view) => playheadOrdinal(view, events));
}

export function useTimeZone(): TimeZone {
  const { settings } = useServices();
  return useSyncExternalStore(settings.subscribe, () => settings.get().timeZone);
}
