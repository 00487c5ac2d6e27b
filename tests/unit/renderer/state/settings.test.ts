import { expect, it } from 'vitest';
import { createSettings, shownTheme, withWatches } from '../../../../renderer/state/settings.ts';

const storage = (text: string | null): Storage => {
  const items = new Map(text === null ? [] : [['eventloupe.settings', text]]);
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (k: string, v: string) => void items.set(k, v),
  } as Storage;
};

it('begins with the system theme and UTC, and takes nothing it does not know', () => {
  expect(createSettings(storage(null)).get()).toEqual({ theme: 'system', timeZone: 'utc', watches: {} });
  expect(createSettings(storage('{"theme":"pink"')).get()).toEqual({ theme: 'system', timeZone: 'utc', watches: {} });
});

it('keeps what was chosen', () => {
  const kept = storage(null);
  createSettings(kept).dispatch({ theme: 'light', timeZone: 'local', watches: { a: ['state.n'] } });
  expect(createSettings(kept).get()).toEqual({ theme: 'light', timeZone: 'local', watches: { a: ['state.n'] } });
});

it('follows the system only when told to', () => {
  expect([shownTheme('system', true), shownTheme('system', false), shownTheme('light', true)]).toEqual([
    'dark',
    'light',
    'light',
  ]);
});

it('remembers the watches of the stores used last', () => {
  let watches = {};
  for (let i = 0; i < 60; i++) watches = withWatches(watches, `store-${i}`, ['state']);
  watches = withWatches(watches, 'store-20', ['state.n']);
  expect(Object.keys(watches)).toHaveLength(50);
  expect(Object.keys(watches).at(-1)).toBe('store-20');
  expect(withWatches(watches, 'store-20', [])).not.toHaveProperty('store-20');
  expect(createSettings(storage('{"watches":{"a":["x",3],"b":7}}')).get().watches).toEqual({ a: ['x'] });
});
