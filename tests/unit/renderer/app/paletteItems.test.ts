import { describe, expect, it } from 'vitest';
import { paletteItems, rankOf } from '../../../../renderer/app/paletteItems.ts';

describe('paletteItems', () => {
  it('offers only what somebody carries out, best fit first', () => {
    const titles = paletteItems('ex', () => true, true).map((item) => item.title);
    expect(titles.slice(0, 2)).toEqual(['Export report…', 'Explore']);
    expect(paletteItems('ex', (id) => id === 'view.explore', true).map((item) => item.title)).toEqual(['Explore']);
  });
  it('goes to a point of the log when there is one', () => {
    expect(paletteItems('#241', () => false, true)).toMatchObject([{ action: { kind: 'point', point: '#241' } }]);
    expect(paletteItems('2026-03-03T09:14', () => false, true)).toHaveLength(1);
    expect(paletteItems('#241', () => false, false)).toEqual([]);
  });
});

it('ranks beginnings before words before scattered letters', () => {
  expect([rankOf('Zoom in', 'zo'), rankOf('Zoom in', 'in'), rankOf('Zoom in', 'zi'), rankOf('Zoom in', 'x')]).toEqual([
    0,
    1,
    2,
    null,
  ]);
});
