import { describe, expect, it } from 'vitest';
import { completionsFor } from '../../../../../../renderer/panels/explore/projection/completions.ts';
import { problemsOf } from '../../../../../../renderer/panels/explore/projection/problems.ts';
import { draftName, nameProblem } from '../../../../../../renderer/panels/explore/projection/useDraft.ts';
import { InspectorError } from '../../../../../../shared/protocol/errors.ts';

const vocabulary = {
  types: [
    {
      type: 'MoneyDeposited',
      events: 1200,
      fields: [
        { path: ['amount'], types: ['number'] },
        { path: ['by'], types: ['object'] },
        { path: ['by', 'name'], types: ['null', 'string'] },
      ],
    },
    { type: 'clinic:Admitted', events: 1, fields: [{ path: ['ward'], types: ['string'] }] },
  ],
  more: 0,
};

const labels = (before: string) => completionsFor(before, vocabulary)?.options.map(({ label }) => label);

describe('what can stand at the cursor', () => {
  it('is a type inside quotes', () => {
    expect(completionsFor("  case 'Mon", vocabulary)).toEqual({
      replaces: 3,
      options: [
        { label: 'MoneyDeposited', detail: '1,200 events' },
        { label: 'clinic:Admitted', detail: '1 event' },
      ],
    });
    expect(labels("if (event.type === '")).toContain('MoneyDeposited');
    expect(labels("const a = 'x'; ")).toBeUndefined();
  });

  it('is a field of the type that is spoken of, or of any', () => {
    expect(labels("case 'clinic:Admitted':\n  return event.data.")).toEqual(['ward']);
    expect(labels("case 'MoneyDeposited':\n  return { x: event.data?.by?.n")).toEqual(['name']);
    expect(labels('when({\n  MoneyDeposited: (s, e) => e.body.')).toEqual(['amount', 'by']);
    expect(labels('export const evolve = (s, event) => event.data.')).toEqual(['amount', 'by', 'ward']);
    expect(completionsFor('event.data.by.', vocabulary)?.options).toEqual([
      { label: 'name', detail: 'null or string' },
    ]);
  });

  it('is what an event has, by convention', () => {
    expect(labels('evolve = (s, event) => event.')).toContain('recordedAt');
    expect(labels('fromAll().when({ $any: (s, e) => e.s')).toContain('sequenceNumber');
  });

  it('is a handler in when, where its name can be one', () => {
    expect(labels('fromAll().when({\n  Mo')).toEqual(['MoneyDeposited']);
  });
});

describe('what is wrong with the code', () => {
  it('is at its line, without naming it twice', () => {
    const error = new InspectorError('bad-projection', 'p.js does not load (line 3, column 5): SyntaxError: x', {
      line: 3,
      column: 5,
    });
    expect(problemsOf(undefined, error, false)).toEqual([
      { message: 'SyntaxError: x', ordinal: null, line: 3, column: 5 },
    ]);
  });
});

describe('the name of the file', () => {
  it('is that under which the store finds it', () => {
    expect(['bank.jsonl', 'rides.jsonl.gz', 'shop.sqlite', 'folder'].map(draftName)).toEqual([
      'bank.projection.js',
      'rides.projection.js',
      'shop.projection.js',
      'folder.projection.js',
    ]);
    expect(nameProblem('a.projection.ts')).toBeNull();
    expect(nameProblem('a.txt')).toMatch(/\.js or \.ts/);
    expect(nameProblem('../a.js')).toMatch(/\.js or \.ts/);
  });
});
