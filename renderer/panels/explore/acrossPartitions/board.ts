import { expressionOfPlace } from '../../../../shared/expression/path.ts';
import type { PartitionSort } from '../../../../shared/model/partitions.ts';
import { pointerToken } from '../../../../shared/statePath.ts';

// What the table of partitions asks for. Pure.

/** A text that names the state is a condition, any other a part of a name. */
export function filterOf(text: string): { readonly name: string; readonly where: string } {
  const isCondition = /(^|[^\w.])state\b\s*[.[<>=!]/.test(text);
  return isCondition ? { name: '', where: text.trim() } : { name: text.trim(), where: '' };
}

/** The expression of a field of the state; `''` is the state itself. */
export const fieldExpression = (field: string): string =>
  field === '' ? 'state' : expressionOfPlace(`/${pointerToken(field)}`);

/** The order after a press on a column: as that column begins, the other way round, and as the partitions began. */
export function nextSort(now: PartitionSort, wanted: PartitionSort): PartitionSort {
  const isSame =
    now.by === wanted.by && (now.by !== 'value' || (wanted.by === 'value' && now.expression === wanted.expression));
  if (!isSame) return wanted;
  return now.descending === wanted.descending
    ? { ...now, descending: !now.descending }
    : { by: 'begin', descending: false };
}

/** Least widths in pixels: of a field, and of name, events and last together. */
const fieldWidth = 96;
const otherWidth = 344;

/** Widths of the columns: name, fields, events, last. */
export const widthsOf = (fields: number): string =>
  `minmax(140px, 1.6fr) ${fields === 0 ? '' : `repeat(${fields}, minmax(84px, 1fr)) `}64px 84px`;

/**
 * The fields that have a column in a table of `width` pixels: those that most rows have, as many as fit, and always the
 * one that the table is sorted by.
 */
export function columnsOf(fields: readonly string[], sort: PartitionSort, width: number): string[] {
  const most = Math.max(1, Math.floor((width - otherWidth) / fieldWidth));
  const sorted = sort.by === 'value' ? fields.find((field) => fieldExpression(field) === sort.expression) : undefined;
  const shown = fields.slice(0, most);
  if (sorted === undefined || shown.includes(sorted)) return shown;
  return [...shown.slice(0, most - 1), sorted];
}
