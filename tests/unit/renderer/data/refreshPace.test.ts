import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refreshDelay } from '../../../../renderer/data/refreshPace.ts';

it('refreshes soon at first, and waits after a dear refresh', () => {
  expect(refreshDelay(500, 20)).toBe(400);
  expect(refreshDelay(1000, 200)).toBe(1000);
  expect(refreshDelay(1000, 60_000)).toBe(5000);
});

it('takes about a tenth of the time, whatever a refresh costs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (cost) => {
      let elapsed = 0;
      let spent = 0;
      while (elapsed < 120_000) {
        elapsed += refreshDelay(elapsed, spent) + cost;
        spent += cost;
      }
      // The first refreshes come early, on purpose; the bounds allow a share of cost / (least + cost) at the most.
      expect(spent / elapsed).toBeLessThan(0.11);
    }),
  );
});
