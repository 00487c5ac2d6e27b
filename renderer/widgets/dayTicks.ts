import type { TimeZone } from '../../shared/model/viewState.ts';
import { dayName, timeParts } from '../state/timeText.ts';

/** More labels than these do not fit an axis. */
const most = 9;

/**
 * Labels an axis of times by its days: at the first edge of each new day. `null` where fewer than two days begin.
 * `edges` are epoch microseconds, ascending.
 */
export function dayTicks(
  edges: readonly number[],
  zone: TimeZone,
): { at: number[]; format: (at: number) => string } | null {
  const dayOf = (at: number): string => {
    const { year, month, day } = timeParts(at / 1000, zone);
    return `${year}-${month}-${day}`;
  };
  const begins = edges.filter((edge, index) => index > 0 && dayOf(edge) !== dayOf(edges[index - 1]!));
  if (begins.length < 2) return null;
  const every = Math.ceil(begins.length / most);
  return { at: begins.filter((_, index) => index % every === 0), format: (at) => dayName(at / 1000, zone) };
}
