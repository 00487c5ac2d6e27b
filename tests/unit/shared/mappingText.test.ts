import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMapping, fieldText, mappingText, parseMapping, placeOf, placePath } from '../../../shared/mappingText.ts';
import { type Mapping, timeForms } from '../../../shared/model/mapping.ts';
import type { InspectorError } from '../../../shared/protocol/errors.ts';

const whole: Mapping = {
  eventloupe: 'mapping',
  version: 1,
  source: { kind: 'csv', file: 'a/b.csv', delimiter: '\t', header: true },
  fields: {
    type: { constant: 'Moved' },
    stream: { join: ['kind', '/body/id'], with: '-' },
    revision: 'n',
    recordedAt: { from: 'at', as: 'julian-days' },
    payload: '/body/data',
  },
};

function errorsOf(value: unknown): string[] {
  try {
    checkMapping(value);
    return [];
  } catch (error) {
    expect((error as InspectorError).code).toBe('bad-mapping');
    return (error as InspectorError).data!.fields!.map(({ field }) => field);
  }
}

describe('a mapping', () => {
  it('is the same after it was written and read', () => {
    expect(parseMapping(mappingText(whole))).toEqual(whole);
  });

  it.each([
    ['no object', [], ['mapping']],
    ['something else', { eventloupe: 'report' }, ['mapping']],
    ['from a newer program', { ...whole, version: 2 }, ['version']],
    ['without a source', { ...whole, source: undefined }, ['source']],
    ['of another kind', { ...whole, source: { kind: 'xml' } }, ['kind']],
    ['without a table', { ...whole, source: { kind: 'sqlite' } }, ['table']],
    ['with a path that is no pointer', { ...whole, source: { kind: 'json-array', path: 'log' } }, ['path']],
    ['with a long delimiter', { ...whole, source: { kind: 'csv', delimiter: '||', header: true } }, ['delimiter']],
    ['without fields', { ...whole, fields: null }, ['fields']],
    ['without a type', { ...whole, fields: { stream: 'a' } }, ['type']],
    ['with a misspelt role', { ...whole, fields: { type: 'a', straem: 'b' } }, ['straem']],
    [
      'with an unknown unit',
      { ...whole, fields: { type: 'a', recordedAt: { from: 'b', as: 'weeks' } } },
      ['recordedAt'],
    ],
    ['with a constant for a number', { ...whole, fields: { type: 'a', revision: { constant: '1' } } }, ['revision']],
    ['with half a pair', { ...whole, fields: { type: 'a', stream: { join: ['b'], with: '' } } }, ['stream']],
    ['with a broken pointer', { ...whole, fields: { type: '/a~2' } }, ['type']],
    ['with several mistakes', { ...whole, also: 1, fields: { type: '', revision: 7 } }, ['also', 'type', 'revision']],
  ])('%s is refused, and the fields are named', (_what, value, fields) => {
    expect(errorsOf(value)).toEqual(fields);
  });

  it('names columns without a header by their numbers', () => {
    const source = { kind: 'csv', delimiter: ',', header: false };
    expect(checkMapping({ ...whole, source, fields: { type: 2 } }).fields).toEqual({ type: '2' });
    expect(errorsOf({ ...whole, source: { ...source, header: true }, fields: { type: 2 } })).toEqual(['type']);
  });

  it('says of text that is no JSON why', () => {
    expect(() => parseMapping('{')).toThrow(/^The mapping cannot be used: mapping: It is no JSON/);
  });

  it('finds its way to any place', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }), (path) => {
        expect(placePath(placeOf(path))).toEqual(path);
      }),
    );
  });

  it('reads well', () => {
    expect(fieldText(whole.fields.stream)).toBe('kind + "-" + /body/id');
    expect(fieldText(whole.fields.type)).toBe('always "Moved"');
    for (const as of timeForms) expect(fieldText({ from: 'at', as })).toMatch(/^at/);
  });
});
