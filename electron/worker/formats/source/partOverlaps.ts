import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import { type Part, partAt } from './partPlaces.ts';

/**
 * Parts of an export that share events, as sentences. Parts that overlap share at least the first or the last event
 * with an id of one of them, so only those ids are looked for; without ids nothing can be said. Goes through the index
 * once.
 */
export function overlappingParts(index: EventIndex, parts: readonly Part[] | undefined): string[] {
  if (parts === undefined || index.length === 0) return [];
  const { place, eventIdHash } = index.columns;
  const first: number[] = [];
  const last: number[] = [];
  const partOf = (ordinal: number): number => partAt(parts, place.number(ordinal));
  // In most exports the next event lies in the same part as the one before.
  let part = 0;
  const partNow = (ordinal: number): number => {
    const offset = place.number(ordinal);
    const end = parts[part + 1]?.from ?? Infinity;
    if (offset < parts[part]!.from || offset >= end) part = partOf(ordinal);
    return part;
  };
  for (let ordinal = 0; ordinal < index.length; ordinal++) {
    if (Number.isNaN(eventIdHash[ordinal])) continue;
    const own = partNow(ordinal);
    first[own] ??= ordinal;
    last[own] = ordinal;
  }
  const ends = new Map<number, number[]>();
  for (const ordinal of [...first, ...last]) {
    if (ordinal === undefined) continue;
    const id = eventIdHash[ordinal]!;
    ends.set(id, [...(ends.get(id) ?? []), partOf(ordinal)]);
  }
  const pairs = new Set<string>();
  for (let ordinal = 0; ordinal < index.length; ordinal++) {
    const others = ends.get(eventIdHash[ordinal]!);
    if (others === undefined) continue;
    const own = partNow(ordinal);
    for (const other of others) if (other !== own) pairs.add(`${Math.min(own, other)} ${Math.max(own, other)}`);
  }
  return [...pairs].map((pair) => {
    const [a, b] = pair.split(' ').map((number) => parts[Number(number)]!.name);
    return `${a} and ${b} overlap: they hold some of the same events.`;
  });
}
