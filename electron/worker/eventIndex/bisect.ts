/**
 * Number of leading entries of `values[0..length)` that are at or before `limit`, for ascending values. NaN may stand
 * at the front only and counts as before everything. Invariant: all below `low` are at or before, none from `high` on is.
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
