import { useEffect } from 'react';
import { askOnce } from '../../../data/askOnce.ts';
import { useLog, usePassing, useSession } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { playheadOrdinal } from '../../../state/selectors.ts';

/** Events in a second at speed 1. */
const eventsPerSecond = 4;

export const speeds = [1, 2, 5, 10, 50, 250, 1000] as const;

/** Moves the playhead on while playing, among the matches when a filter is set; pauses at the end. */
export function usePlay(query: string): void {
  const { view, passing, idle } = useServices();
  const playing = usePassing((p) => p.playing);
  const { events } = useLog();
  const requests = useSession((session) => session.requests);

  useEffect(() => {
    if (!playing || !requests || events === 0) return;
    const filtered = query.trim() !== '';
    let stopped = false;
    let callOff = (): void => undefined;
    let before: number | null = null;
    let owed = 0;
    let asking = false;
    const pause = (): void => passing.dispatch({ playing: false });
    const show = (ordinal: number): void =>
      view.dispatch({ do: 'movePlayhead', ordinal: ordinal >= events - 1 ? null : ordinal });

    const advanceMatches = async (by: number): Promise<void> => {
      asking = true;
      try {
        const ordinal = playheadOrdinal(view.get(), events);
        const at = await askOnce(requests, 'events.locate', { query, ordinal }, events);
        const page = await askOnce(requests, 'events.page', { query, offset: at.index + by, limit: 1 }, events);
        if (stopped) return;
        if (page.rows[0]) show(page.rows[0].ordinal);
        else {
          const last = await askOnce(requests, 'events.page', { query, offset: page.matched - 1, limit: 1 }, events);
          if (last.rows[0] && !stopped) show(last.rows[0].ordinal);
          pause();
        }
      } catch {
        pause(); // The filter shows its own error.
      } finally {
        asking = false;
      }
    };

    const tick = (now: number): void => {
      if (stopped) return;
      owed += before === null ? 0 : ((now - before) / 1000) * eventsPerSecond * view.get().speed;
      before = now;
      const by = Math.floor(owed);
      if (by > 0 && !asking) {
        owed -= by;
        if (filtered) void advanceMatches(by);
        else {
          const next = playheadOrdinal(view.get(), events) + by;
          show(next);
          if (next >= events - 1) pause();
        }
      }
      callOff = idle.frame(tick);
    };
    callOff = idle.frame(tick);
    return () => {
      stopped = true;
      callOff();
    };
  }, [playing, requests, events, query, view, passing, idle]);
}
