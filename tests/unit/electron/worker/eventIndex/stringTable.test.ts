import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StringTable } from '../../../../../electron/worker/eventIndex/stringTable.ts';

const joined = async (strings: readonly string[]) => {
  const table = new StringTable();
  for (const string of strings) table.intern(string);
  return { table, parts: await table.join(() => undefined) };
};

it('is the same after it was joined and taken over, whatever is asked first', async () => {
  const units = fc.string({ unit: fc.constantFrom('a', '', 'ö', '漢', '\ud800', '\udc00', '\0') });
  await fc.assert(
    fc.asyncProperty(fc.array(units), fc.array(units), fc.nat(3), async (strings, more, first) => {
      const { table, parts } = await joined(strings);
      const taken = new StringTable();
      taken.intern('what was there before');
      taken.adopt(parts);
      if (first === 0) expect(taken.all).toEqual(table.all);
      if (first === 1) expect(table.all.map((_, i) => taken.text(i))).toEqual(table.all);
      if (first === 2) expect(table.all.map((text) => taken.numberOf(text))).toEqual(table.all.map((_, i) => i));
      expect([taken.size, taken.byteLength]).toEqual([table.size, table.byteLength]);
      expect(more.map((text) => taken.intern(text))).toEqual(more.map((text) => table.intern(text)));
      expect(taken.all).toEqual(table.all);
      expect(taken.numberOf('never seen')).toBe(-1);
    }),
  );
});
