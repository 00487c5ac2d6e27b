import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingParts, naturalOrder } from '../../../../../../electron/worker/formats/source/partNames.ts';

describe('the order of parts', () => {
  it('is that of their numbers', () => {
    const names = ['part-10', 'part-9', 'part-1', 'b/part-2', 'a/part-10', 'a/part-9', 'part-010', 'part'];
    expect(names.toSorted(naturalOrder)).toEqual([
      'a/part-9',
      'a/part-10',
      'b/part-2',
      'part',
      'part-1',
      'part-9',
      'part-010',
      'part-10',
    ]);
  });

  it('is one order, whatever the names', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '-', '.', '0', '1', '9'), maxLength: 6 });
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(naturalOrder(a, b))).toBe(-Math.sign(naturalOrder(b, a)) + 0);
        expect(naturalOrder(a, b) === 0).toBe(a === b);
        if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) expect(naturalOrder(a, c)).toBeLessThan(0);
      }),
    );
  });
});

describe('missing parts', () => {
  it.each([
    [
      ['part-0001.jsonl', 'part-0002.jsonl.gz', 'part-0004.jsonl'],
      ['part-0003 is missing between part-0002 and part-0004.'],
    ],
    [['e1.csv', 'e2.csv', 'e6.csv', 'e7.csv'], ['e3 to e5 (3 parts) are missing between e2 and e6.']],
    [['2026-03-01.json', '2026-03-03.json'], ['2026-03-02 is missing between 2026-03-01 and 2026-03-03.']],
    [
      ['part-00000-8a1f-c000.json', 'part-00002-8a1f-c000.json'],
      ['part-00001-8a1f-c000 is missing between part-00000-8a1f-c000 and part-00002-8a1f-c000.'],
    ],
    [['part-1', 'part-2', 'part-3'], []],
    [['bank-0000.log', 'bank-1000.log', 'bank-2000.log'], []],
    [['bank-0', 'bank-5000'], []],
    [['orders.jsonl', 'payments.jsonl'], []],
    [['2026-01-31.json', '2026-02-01.json'], []],
    [['only-1.jsonl'], []],
  ])('of %j are named', (names, sentences) => {
    expect(missingParts(names)).toEqual(sentences);
  });
});
