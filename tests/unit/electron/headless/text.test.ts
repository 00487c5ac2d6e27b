import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../../electron/headless/options.ts';
import { didYouMean } from '../../../../electron/headless/suggest.ts';
import { cutText, table, textWidth, visible } from '../../../../electron/headless/table.ts';

describe('a table', () => {
  const columns = [
    { title: 'NAME', flexible: true },
    { title: 'N', align: 'right' as const },
  ];

  it('aligns columns, wide characters included', () => {
    expect(
      table(
        columns,
        [
          ['a', '1'],
          ['山田', '20'],
        ],
        80,
      ),
    ).toEqual(['NAME   N', 'a      1', '山田  20']);
  });

  it('cuts the flexible column, and only that, to the width there is', () => {
    const lines = table(columns, [['x'.repeat(50), '123']], 20);
    expect(lines[1]).toBe(`${'x'.repeat(14)}…  123`);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(20);
  });

  it('has as many rows as there are', () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => [`row ${i}`, '1']);
    expect(table(columns, rows, 80).at(-1)).toBe('row 149999  1');
  });

  it('cuts nothing where there is room without end', () => {
    expect(table(columns, [['x'.repeat(500), '1']], Number.POSITIVE_INFINITY)[1]).toContain('x'.repeat(500));
  });
});

it('text is cut at whole characters', () => {
  expect(cutText('山田太郎', 5)).toBe('山田…');
  expect(cutText('abc', 3)).toBe('abc');
});

it('control and direction characters of a store are spelled out', () => {
  expect(visible('a\u001b[31m\n\u202e')).toBe('a\\u001b[31m\\n\\u202e');
});

describe('a suggestion', () => {
  const known = ['info', 'events', 'state', 'history'];
  it.each([
    ['inof', 'info'],
    ['stat', 'state'],
    ['hist', 'history'],
    ['evnets', 'events'],
  ])('for %s is %s', (word, meant) => expect(didYouMean(word, known)).toBe(` Did you mean "${meant}"?`));

  it('is not made when nothing is near', () => expect(didYouMean('frobnicate', known)).toBe(''));
});

describe('options', () => {
  it('may stand anywhere, with = or a space, and a value may begin with a dash', () => {
    const { stores, options } = parseOptions(['--limit=5', 'a.jsonl', '--where', '-stream:x'], ['limit', 'where']);
    expect(stores).toEqual(['a.jsonl']);
    expect(options.count('limit', 1)).toBe(5);
    expect(options.text('where')).toBe('-stream:x');
  });

  it('end at --', () => {
    expect(parseOptions(['--', '--limit'], ['limit']).stores).toEqual(['--limit']);
  });

  it.each([[['--where', '--limit', '5']], [['--json=yes']], [['-x']], [['--constructor']]])('refuse %j', (args) => {
    expect(() => parseOptions(args, ['limit', 'where'])).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});
