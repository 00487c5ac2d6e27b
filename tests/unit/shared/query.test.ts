import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { addTerm, parseQuery, quoteValue } from '../../../shared/query.ts';

function failure(query: string): { message: string; at: string; advice: string } {
  try {
    parseQuery(query);
  } catch (error) {
    if (!(error instanceof InspectorError)) throw error;
    expect(error.code).toBe('bad-query');
    const { from, to, advice } = error.data!;
    return { message: error.message, at: query.slice(from, to), advice: advice! };
  }
  throw new Error(`“${query}” should not parse.`);
}

describe('parseQuery', () => {
  it('matches all when there is nothing in it', () => {
    expect(parseQuery('  ')).toEqual({ kind: 'all' });
  });

  it('lets “and” bind closer than “or”, and parentheses closer than both', () => {
    const shape = (query: string): string => {
      const print = (node: ReturnType<typeof parseQuery>): string => {
        if (node.kind === 'all') return 'all';
        if (node.kind === 'term') return query.slice(node.term.from, node.term.to);
        if (node.kind === 'not') return `!${print(node.node)}`;
        return `(${node.nodes.map(print).join(node.kind === 'and' ? ' & ' : ' | ')})`;
      };
      return print(parseQuery(query));
    };
    expect(shape('a b or c and -d')).toBe('((a & b) | (c & !d))');
    expect(shape('a (b OR c) not d')).toBe('(a & (b | c) & !d)');
    expect(shape('-(a or b)')).toBe('!(a | b)');
    expect(shape('"or" or or-else')).toBe('("or" | or-else)');
    expect(shape('order-17 2025-01-02T10:00')).toBe('(order-17 & 2025-01-02T10:00)');
  });

  it.each([
    ['type:A and', 'and', /Nothing follows “and”/],
    ['or type:A', 'or', /Nothing stands before “or”/],
    ['(type:A or word', '(', /never closed/],
    ['type:A) word', ')', /closes nothing/],
    ['()', '(', /Nothing follows this parenthesis/],
    ['say "hello', '"hello', /never closed/],
    ['stream:', 'stream:', /has no value/],
    ['type:(A or B)', 'type:', /has no value/],
    ['data:5', 'data', /needs a path/],
    ['position:abc', 'position:abc', /no whole number/],
    ['after:yesterday', 'after:yesterday', /no date/],
    ['before:2025-02-31', 'before:2025-02-31', /no date/],
    ['data.a:>', 'data.a:>', /Nothing follows >/],
    ['revision:..', 'revision:..', /no ends/],
  ])('says where “%s” is wrong', (query, at, message) => {
    const error = failure(query);
    expect(error.at).toBe(at);
    expect(error.message).toMatch(message);
    expect(error.advice).not.toBe('');
  });

  it('names the nearest key for an unknown one', () => {
    expect(failure('typ:OrderPlaced')).toMatchObject({
      at: 'typ',
      advice: expect.stringContaining('Did you mean type:?'),
    });
    expect(failure('steam:x').advice).toContain('Did you mean stream:?');
    expect(failure('corelation:x').advice).toContain('Did you mean correlation:?');
    const far = failure('amount:100');
    expect(far.advice).not.toContain('Did you mean');
    expect(far.advice).toContain('data.amount:');
  });

  it('either parses or says what is wrong, whatever it is given', () => {
    const part = fc.constantFrom(
      'type:',
      '-',
      '(',
      ')',
      ' ',
      '"',
      'a',
      'or',
      'and',
      '#',
      '1',
      '..',
      ':',
      '*',
      'data.',
      '>',
      '\\',
      'ü',
      '\u{1F600}',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const query = parts.join('');
        try {
          parseQuery(query);
        } catch (error) {
          expect(error).toBeInstanceOf(InspectorError);
          const { from, to } = (error as InspectorError).data!;
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(query.length);
          expect(from).toBeLessThan(to!);
        }
      }),
    );
  });
});

describe('terms', () => {
  it('can be added to any query', () => {
    expect(addTerm('', 'type:A')).toBe('type:A');
    expect(addTerm('x', 'type:A')).toBe('x type:A');
    expect(addTerm('x or y', 'type:A')).toBe('(x or y) type:A');
  });

  it('quote values so that they stand for themselves', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (value) => {
        const node = parseQuery(`type:${quoteValue(value)}`);
        expect(node).toMatchObject({ kind: 'term', term: { key: 'type', pattern: { parts: [value] } } });
      }),
    );
  });
});
