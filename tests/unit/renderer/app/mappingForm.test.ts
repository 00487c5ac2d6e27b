import { describe, expect, it } from 'vitest';
import {
  choiceOf,
  choicesFor,
  chosenField,
  type Field,
  freePlaces,
  modeOf,
  sourceKey,
  withField,
} from '../../../../renderer/app/mapping/mappingForm.ts';
import type { Mapping } from '../../../../shared/model/mapping.ts';

const places = ['kind', 'id', '/body/at'];
const mapping: Mapping = {
  eventloupe: 'mapping',
  version: 1,
  source: { kind: 'sqlite', table: 't' },
  fields: { type: 'kind' },
};

describe('the form of a mapping', () => {
  it.each<[string, Field | undefined]>([
    ['none', undefined],
    ['place:kind', 'kind'],
    ['place:/body/at', { from: '/body/at', as: 'seconds' }],
    ['path', '/body/other'],
    ['constant', { constant: 'x' }],
    ['join', { join: ['kind', 'id'], with: '-' }],
  ])('shows %s', (choice, field) => {
    expect(choiceOf(field, places)).toBe(choice);
    expect(modeOf(field, places)).toBe(choice.split(':')[0]);
  });

  it('offers what a role takes', () => {
    const values = choicesFor('stream', 'text', places).map(({ value }) => value);
    expect(values).toEqual(['none', 'place:kind', 'place:id', 'place:/body/at', 'join', 'constant', 'path']);
    expect(choicesFor('revision', 'place', []).map(({ value }) => value)).toEqual(['none', 'path']);
  });

  it('keeps what can be kept of the field before', () => {
    const time = { from: 'id', as: 'seconds' } as const;
    expect(chosenField('place:/body/at', time, 'time', places)).toEqual({ from: '/body/at', as: 'seconds' });
    expect(chosenField('join', 'id', 'text', ['kind'])).toEqual({ join: ['kind', 'id'], with: '-' });
    expect(chosenField('path', '/body/at', 'text', places)).toBe('/body/at/…');
    expect(chosenField('none', 'id', 'text', places)).toBeUndefined();
  });

  it('changes one field and leaves out what is taken away', () => {
    const more = withField(mapping, 'stream', { join: ['kind', 'id'], with: '-' });
    expect(withField(more, 'stream', undefined)).toEqual(mapping);
    expect(freePlaces(more, places)).toEqual(['/body/at']);
  });

  it('knows a source by what it reads, not by how', () => {
    const csv = { kind: 'csv', delimiter: ',', header: true } as const;
    expect(sourceKey(csv)).toBe(sourceKey({ ...csv, delimiter: ';', header: false }));
    expect(sourceKey({ kind: 'json-array' })).not.toBe(sourceKey({ kind: 'json-array', path: '/a' }));
  });
});
