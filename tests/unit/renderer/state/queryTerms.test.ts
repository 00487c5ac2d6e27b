import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTerms, termUse, toggleTerm, withoutTerm, withRange } from '../../../../renderer/state/queryTerms.ts';
import { parseQuery } from '../../../../shared/query.ts';

describe('queryTerms', () => {
  it('cuts keys, values, negations and quotes apart', () => {
    expect(queryTerms('stream:order-* -type:"A B" free')).toMatchObject([
      { from: 0, to: 14, key: 'stream', value: 'order-*', negated: false },
      { from: 15, to: 26, key: 'type', value: 'A B', negated: true },
      { from: 27, to: 31, key: null, value: 'free', negated: false },
    ]);
  });
  it('ends on any text, and its terms are inside the text, in order', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let end = 0;
        for (const term of queryTerms(text)) {
          expect(term.from).toBeGreaterThanOrEqual(end);
          expect(term.to).toBeGreaterThan(term.from);
          end = term.to;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('toggleTerm', () => {
  it('adds a term, and takes it away again', () => {
    const added = toggleTerm('stream:a', 'type', 'OrderPlaced');
    expect(added).toBe('stream:a type:OrderPlaced');
    expect(termUse(added, 'type', 'OrderPlaced')).toBe('with');
    expect(toggleTerm(added, 'type', 'OrderPlaced')).toBe('stream:a');
  });
  it('replaces another value of the same key: no event has two types', () => {
    expect(toggleTerm('type:A after:2026', 'type', 'B')).toBe('after:2026 type:B');
  });
  it('rules values out side by side', () => {
    expect(toggleTerm('-type:A', 'type', 'B', true)).toBe('-type:A -type:B');
    expect(toggleTerm('type:A', 'type', 'A', true)).toBe('-type:A');
  });
  it('binds a new term to all alternatives', () => {
    expect(toggleTerm('type:A or type:C', 'stream', 's')).toBe('(type:A or type:C) stream:s');
  });
  it('writes any name so that the parser reads it, and finds it again', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
        const text = toggleTerm('', 'stream', name);
        expect(parseQuery(text)).toMatchObject({ kind: 'term' });
        expect(termUse(text, 'stream', name)).toBe('with');
      }),
    );
  });
});

describe('withRange', () => {
  it('replaces an earlier range and keeps the rest', () => {
    expect(withRange('', 3, 9)).toBe('#3..#9');
    expect(withRange('type:A #3..#9', 1, 2)).toBe('type:A #1..#2');
  });
});

it('withoutTerm leaves no gap', () => {
  const text = 'a  type:B  c';
  expect(withoutTerm(text, queryTerms(text)[1]!)).toBe('a c');
});
