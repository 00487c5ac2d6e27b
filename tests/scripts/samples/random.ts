/** Seeded randomness for the samples: the same seed gives the same numbers on every machine. */
export interface Random {
  /** A double in [0, 1). */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** An amount with two decimals, from `from` to `to`. */
  money(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Like `pick`, with a weight for each item. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  /** So many hex digits. */
  hex(digits: number): string;
  /** A UUID of version 4. */
  uuid(): string;
}

/** The generator mulberry32: 32 bits of state, good enough for stories and small enough to read. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
  const hex = (digits: number): string => {
    let text = '';
    for (let i = 0; i < digits; i++) text += '0123456789abcdef'[Math.floor(next() * 16)];
    return text;
  };
  return {
    next,
    int,
    money: (from, to) => Math.round((from + next() * (to - from)) * 100) / 100,
    chance: (probability) => next() < probability,
    pick,
    weighted(items) {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return items.at(-1)![0];
    },
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[int(0, 3)]}${hex(3)}-${hex(12)}`,
  };
}

/** How busy each hour of a day is, 24 weights from midnight. */
export type DayShape = readonly number[];

/** A moment of the day that begins at `dayStart` (epoch milliseconds), busier where the shape is higher. */
export function momentOf(random: Random, dayStart: number, shape: DayShape): number {
  const hour = random.weighted(shape.map((weight, index) => [index, weight] as const));
  return dayStart + hour * 3_600_000 + Math.floor(random.next() * 3_600_000);
}

export const roundMoney = (amount: number): number => Math.round(amount * 100) / 100;
