import fc from 'fast-check';
import { expect, it } from 'vitest';
import { highlight } from '../../../../../../renderer/panels/explore/filter/queryHighlight.ts';

it('tints keys and values, and underlines what is wrong', () => {
  expect(highlight('type:A x', { from: 7, to: 8 })).toEqual([
    { from: 0, text: 'type:', className: 'chip chip-key' },
    { from: 5, text: 'A', className: 'chip chip-value' },
    { from: 6, text: ' ', className: 'plain' },
    { from: 7, text: 'x', className: 'plain wrong' },
  ]);
});

it('says what was typed, no more and no less', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(
        highlight(text, null)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
