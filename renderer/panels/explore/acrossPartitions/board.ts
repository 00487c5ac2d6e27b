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

/** Widths of the columns (name, fields, events, last) and the least of all together: narrower, the table scrolls. */
export function widthsOf(fields: number): { readonly columns: string; readonly least: string } {
  const repeated = fields === 0 ? '' : `repeat(${fields}, minmax(84px, 1fr)) `;
  return { columns: `minmax(140px, 1.6fr) ${repeated}64px 84px`, least: `${320 + 96 * fields + 24}px` };
}
