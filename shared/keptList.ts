import { InspectorError } from './protocol/errors.ts';

/**
 * The list in a side file, item by item; `null` stands for no file. Throws `unreadable`, with the number of the item,
 * for what is none: whoever left it out would remove it with the next thing that is kept.
 */
export function keptList<T>(kept: unknown, what: string, read: (item: unknown) => T | null): T[] {
  if (kept === null) return [];
  if (!Array.isArray(kept)) throw unreadable(`The side file of ${what} does not hold a list.`);
  return kept.map((item, i) => {
    const one = read(item);
    if (one === null) throw unreadable(`Item ${i + 1} in the side file of ${what} is none.`);
    return one;
  });
}

const unreadable = (message: string): InspectorError =>
  new InspectorError('unreadable', message, { advice: 'Correct the file, or remove it to begin anew.' });
