import { useCallback, useRef } from 'react';
import { askOnce } from '../../data/askOnce.ts';
import { useLog, useSession } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { playheadOrdinal, steppedPlayhead } from '../../state/selectors.ts';

export interface PlayheadMoves {
  /** By so many events; among the matches when a filter is set. */
  step(by: number): void;
  toStart(): void;
  toEnd(): void;
}

/** Every way the playhead is moved by a key or a button. */
export function usePlayheadMoves(query: string): PlayheadMoves {
  const { view } = useServices();
  const { events } = useLog();
  const requests = useSession((session) => session.requests);
  const busy = useRef(false);

  const move = useCallback(
    async (find: (ordinal: number) => Promise<number | null>): Promise<void> => {
      if (busy.current) return; // A held key asks faster than a scan answers; what is overtaken is dropped.
      busy.current = true;
      try {
        const found = await find(playheadOrdinal(view.get(), events));
        if (found !== null) view.dispatch({ do: 'movePlayhead', ordinal: found >= events - 1 ? null : found });
      } catch {
        // The filter shows its own error; the playhead stays.
      } finally {
        busy.current = false;
      }
    },
    [view, events],
  );

  const step = useCallback(
    (by: number): void => {
      if (events === 0) return;
      const here = playheadOrdinal(view.get(), events);
      if (query.trim() === '' || !requests) {
        view.dispatch({ do: 'movePlayhead', ordinal: steppedPlayhead(here, by, events) });
        return;
      }
      void move(async (ordinal) => {
        const at = await askOnce(requests, 'events.locate', { query, ordinal }, events);
        if (by === 1) return at.next;
        if (by === -1) return at.previous;
        // Between two matches, the one before counts as a step back of its own.
        const index = at.index + by + (by < 0 && !at.exact ? 1 : 0);
        return matchAt(Math.max(0, index));
      });
      async function matchAt(index: number): Promise<number | null> {
        const page = await askOnce(requests!, 'events.page', { query, offset: index, limit: 1 }, events);
        if (page.rows[0]) return page.rows[0].ordinal;
        if (page.matched === 0) return null;
        const last = await askOnce(requests!, 'events.page', { query, offset: page.matched - 1, limit: 1 }, events);
        return last.rows[0]?.ordinal ?? null;
      }
    },
    [view, events, query, requests, move],
  );

  return {
    step,
    toStart: useCallback(() => view.dispatch({ do: 'movePlayhead', ordinal: 0 }), [view]),
    toEnd: useCallback(() => view.dispatch({ do: 'movePlayhead', ordinal: null }), [view]),
  };
}
