import { InspectorError } from '../../../shared/protocol/errors.ts';

/** The most rows that one answer carries. */
const MAX_ROWS = 10_000;

/** Start and end (exclusive) of a page within `total` rows. Throws `bad-request` for what is no page. */
export function pageOf(
  { offset, limit }: { readonly offset: number; readonly limit: number },
  total: number,
): { offset: number; end: number } {
  if (!Number.isInteger(offset) || offset < 0) throw new InspectorError('bad-request', `No offset: ${offset}.`);
  if (!Number.isInteger(limit) || limit < 0) throw new InspectorError('bad-request', `No limit: ${limit}.`);
  const start = Math.min(offset, total);
  return { offset: start, end: Math.min(start + Math.min(limit, MAX_ROWS), total) };
}
