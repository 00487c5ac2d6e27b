import { describe, expect, test } from 'vitest';
import {
  defaultForm,
  eventLimitOf,
  mostEvents,
  optionsOf,
  parseForm,
} from '../../../../renderer/panels/report/reportForm.ts';

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
    const options = optionsOf({ ...form, title: ' ', from: '', to: ' #7 ', query: ' a ' });
    expect(options).toMatchObject({ title: 'Audit report', from: 'start', to: '#7', query: 'a' });
    expect(options).not.toHaveProperty('format');
  });

  test('takes whole numbers as limit, and no more than can be shown', () => {
    expect(['12', ' 0 ', 3].map(eventLimitOf)).toEqual([12, 0, 3]);
    expect(eventLimitOf('999999999')).toBe(mostEvents);
    expect(['', '-1', '1.5', 'x', null, Number.NaN].map(eventLimitOf)).toEqual([null, null, null, null, null, null]);
  });
});
