import { expect, it } from 'vitest';
import { createSettings, shownTheme } from '../../../../renderer/state/settings.ts';

const storage = (text: string | null): Storage => {
  const items = new Map(text === null ? [] : [['eventloupe.settings', text]]);
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (k: string, v: string) => void items.set(k, v),
  } as Storage;
};

it('begins with the system theme and UTC, and takes nothing it does not know', () => {
  expect(createSettings(storage(null)).get()).toEqual({ theme: 'system', timeZone: 'utc' });
  expect(createSettings(storage('{"theme":"pink"')).get()).toEqual({ theme: 'system', timeZone: 'utc' });
});

it('keeps what was chosen', () => {
  const kept = storage(null);
  createSettings(kept).dispatch({ theme: 'light', timeZone: 'local' });
  expect(createSettings(kept).get()).toEqual({ theme: 'light', timeZone: 'local' });
});

it('follows the system only when told to', () => {
  expect([shownTheme('system', true), shownTheme('system', false), shownTheme('light', true)]).toEqual([
    'dark',
    'light',
    'light',
  ]);
});
