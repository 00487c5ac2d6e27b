/**
 * Number of leading entries of `values[0..length)` that are at or before `limit`, for ascending values. NaN may stand
 * at the front only and counts as before everything. Invariant: all below `low` are at or before, none from `high` on
 * is.
 */
export function countAtOrBefore<T extends number | bigint>(values: ArrayLike<T>, length: number, limit: T): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** As `countAtOrBefore`, of the entries before `limit`. */
export function countBefore(values: ArrayLike<number>, length: number, limit: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! >= limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * End of the run that begins at `start`: the first number after it that is not `inside`, or `end`. `inside` must hold
 * for `start` and, once it fails, for none after. Looks near `guess` first, in steps that double: a guess that is right
 * costs two calls, one that is off by n about 2 log2 n.
 */
export function endOfRun(start: number, end: number, guess: number, inside: (i: number) => boolean): number {
  let low = start + 1; // Invariant: all below `low` are inside, none from `high` on is.
  let high = end;
  let probe = Math.max(low, Math.min(guess, high)) - 1;
  if (probe < low || inside(probe)) {
    low = probe + 1;
    for (let step = 1; low < high; step *= 2) {
      probe = Math.min(high, low + step) - 1;
      if (!inside(probe)) {
        high = probe;
        break;
      }
      low = probe + 1;
    }
  } else {
    high = probe;
    for (let step = 1; low < high; step *= 2) {
      probe = Math.max(low, high - step);
      if (inside(probe)) {
        low = probe + 1;
        break;
      }
      high = probe;
    }
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inside(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
