import { describe, expect, test } from 'vitest';
import {
  defaultForm,
  eventLimitOf,
  mostEvents,
  optionsOf,
  parseForm,
  reducerOf,
} from '../../../../renderer/panels/report/reportForm.ts';
import type { ReducerInfo } from '../../../../shared/model/state.ts';

const form = defaultForm('bank.jsonl', 'type:Money*');

describe('the form of a report', () => {
  test('starts with the whole log and the filter in use', () => {
    expect(form).toMatchObject({ title: 'Audit report of bank.jsonl', from: 'start', to: 'end', query: 'type:Money*' });
  });

  test('comes back as it was kept', () => {
    const kept = { ...form, streams: ['account-1001'], format: 'json', include: { ...form.include, events: false } };
    expect(parseForm(JSON.stringify(kept), form)).toEqual(kept);
  });

  test.each(['', '{', '7', 'null', '{"streams":[1],"include":7,"eventLimit":-1,"format":"pdf"}', '{"title":3}'])(
    'is whole whatever was kept: %s',
    (kept) => {
      expect(parseForm(kept, form)).toEqual(form);
    },
  );

  test('becomes options without the blanks of typing', () => {
    const options = optionsOf({ ...form, title: ' ', from: '', to: ' #7 ', query: ' a ' }, 'merge');
    expect(options).toMatchObject({ title: 'Audit report', from: 'start', to: '#7', query: 'a' });
    expect(options).not.toHaveProperty('format');
    expect(options).not.toHaveProperty('reducer');
    expect(optionsOf({ ...form, streams: ['a'] }, 'p.js').reducer).toBe('p.js');
  });

  test('takes whole numbers as limit, and no more than can be shown', () => {
    expect(['12', ' 0 ', 3].map(eventLimitOf)).toEqual([12, 0, 3]);
    expect(eventLimitOf('999999999')).toBe(mostEvents);
    expect(['', '-1', '1.5', 'x', null, Number.NaN].map(eventLimitOf)).toEqual([null, null, null, null, null, null]);
  });

  test('folds with what was chosen, else as Explore does, and only with what has a state per stream', () => {
    const reducer = (id: string, partitioning: ReducerInfo['partitioning']): ReducerInfo => ({
      id,
      name: id,
      kind: id === 'merge' ? 'merge' : 'decider',
      partitioning,
      upcasters: [],
    });
    const all = [reducer('merge', 'stream'), reducer('page.js', 'key'), reducer('bank.js', 'stream')];
    expect(reducerOf(form, all, 'auto')).toBe('bank.js');
    expect(reducerOf(form, all, 'merge')).toBe('merge');
    expect(reducerOf(form, all, 'page.js')).toBe('bank.js');
    expect(reducerOf({ ...form, reducer: 'merge' }, all, 'bank.js')).toBe('merge');
    expect(reducerOf(form, [], 'auto')).toBe('merge');
  });
});
