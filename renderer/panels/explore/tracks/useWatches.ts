import { useMemo, useSyncExternalStore } from 'react';
import { useSession } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { withWatches } from '../../../state/settings.ts';

export interface Watches {
  readonly all: readonly string[];
  add(expression: string): void;
  remove(expression: string): void;
}

const none: readonly string[] = [];

/** The expressions that are watched in the open store. They are remembered for it. */
export function useWatches(): Watches {
  const { settings } = useServices();
  const store = useSession((session) => session.entry?.ref ?? '');
  const all = useSyncExternalStore(settings.subscribe, () => settings.get().watches[store] ?? none);
  return useMemo(() => {
    const set = (watches: readonly string[]): void =>
      settings.dispatch({ watches: withWatches(settings.get().watches, store, watches) });
    return {
      all,
      add: (expression) => set([...all.filter((other) => other !== expression), expression]),
      remove: (expression) => set(all.filter((other) => other !== expression)),
    };
  }, [settings, store, all]);
}
