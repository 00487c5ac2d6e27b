import { formatCount } from '../../../shared/format.ts';

const NAMED = 5;

/** `#3`, `#3 and #7`, `#3, #7 and 12 more`. */
export function eventList(ordinals: readonly number[]): string {
  const names = ordinals.slice(0, NAMED).map((ordinal) => `#${ordinal}`);
  if (ordinals.length > NAMED) names.push(`${formatCount(ordinals.length - NAMED)} more`);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `17`, `17 to 19`. */
export const spanOf = (from: bigint, to: bigint): string => (from === to ? `${from}` : `${from} to ${to}`);
