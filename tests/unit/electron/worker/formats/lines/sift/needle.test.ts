import { describe, expect, it } from 'vitest';
import { needleOf } from '../../../../../../../electron/worker/formats/lines/sift/needle.ts';

const textOf = (parts: readonly string[]): string | null => {
  const needle = needleOf(parts);
  return needle && Buffer.from(needle.bytes).toString();
};

describe('needleOf', () => {
  it.each([
    [['Needle'], 'needle'],
    [['a', 'longer'], 'longer'],
    [['"amount":1001'], 'amount'],
    [['10:15'], '10'],
    [['a/bc'], 'bc'],
    [['Zo\u00eb'], 'zo'],
    [['\u6ce8\u6587'], '\u6ce8\u6587'],
    [['x'.repeat(40)], 'x'.repeat(32)],
    [['\u00fc\u00dc'], null],
    [['\ufffd'], null],
    [['', ''], null],
    [['"'], null],
  ])('%j -> %j', (parts, expected) => {
    expect(textOf(parts)).toBe(expected);
  });

  it.each([
    [['door'], true],
    [['door', ''], false],
    [['do/or'], false],
    [['x'.repeat(33)], false],
  ])('knows of %j whether it is all that is looked for', (parts, isAll) => {
    expect(needleOf(parts)!.isAll).toBe(isAll);
  });

  it('takes no character that another one equals in another case, but for letters of ASCII', () => {
    const taken: string[] = [];
    const others: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      (needleOf([character]) === null ? others : taken).push(character);
    }
    const beyondAscii = taken.filter((character) => character > '\x7f');
    expect(beyondAscii.length).toBeGreaterThan(100_000);
    const cased = others.filter((character) => /\p{L}|\p{M}|\p{N}|\p{S}/u.test(character));
    expect(beyondAscii.join('').match(new RegExp(`[${cased.join('')}]`, 'giu'))).toBeNull();
    expect(others.join('').match(/[a-z]/giu)).toEqual(['\u017f', '\u212a']);
  });
});
