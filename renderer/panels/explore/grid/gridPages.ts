// Which rows of the events are asked for. Pure.

/** Rows of a list, `end` not among them. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Rows are asked for from and to multiples of this. */
const step = 20;

/** What to ask for so that these rows and as many before and after can be drawn: the same while the list moves little. */
export function askedRows({ first, end }: RowRange): { offset: number; limit: number } {
  const more = end - first;
  const offset = Math.max(0, Math.floor((first - more) / step) * step);
  return { offset, limit: Math.ceil((end + more) / step) * step - offset };
}

/** Whether a page has all of these rows. */
export const holdsRows = (
  page: { readonly offset: number; readonly rows: readonly unknown[] } | undefined,
  { first, end }: RowRange,
): boolean => page !== undefined && page.offset <= first && page.offset + page.rows.length >= end;
