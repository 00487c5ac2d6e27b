import { formatCount } from '../../../shared/format.ts';

const NAMED = 5;

/** `#3`, `#3 and #7`, `#3, #7 and 12 more`; of `count` events, of which at least the first are given. */
export function eventList(ordinals: readonly number[], count = ordinals.length): string {
  const names = ordinals.slice(0, NAMED).map((ordinal) => `#${ordinal}`);
  if (count > NAMED) names.push(`${formatCount(count - NAMED)} more`);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `17`, `17 to 19`. */
export const spanOf = (from: bigint, to: bigint): string => (from === to ? `${from}` : `${from} to ${to}`);
