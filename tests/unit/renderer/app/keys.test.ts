import { describe, expect, it } from 'vitest';
import { commandOfKey, type KeyPress, shortcutText } from '../../../../renderer/app/keys.ts';
import { type Command, commands } from '../../../../shared/commands.ts';

const press = (key: string, mods: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...mods,
});

/** The press that a shortcut is written for. */
const pressOf = (keys: string): KeyPress => {
  const parts = keys.split(/\+(?=.)/);
  const key = parts.at(-1)!;
  return press(key === 'Space' ? ' ' : key, { ctrlKey: parts.includes('Mod'), shiftKey: parts.includes('Shift') });
};

describe('commandOfKey', () => {
  it.each((commands as readonly Command[]).flatMap((c) => c.keys.map((keys) => [keys, c.id])))(
    '%s is %s',
    (keys, id) => {
      expect(commandOfKey(pressOf(keys))).toBe(id);
    },
  );
  it('reads Cmd as Ctrl, and characters that Shift makes', () => {
    expect(commandOfKey(press('k', { metaKey: true }))).toBe('find.palette');
    expect(commandOfKey(press('?', { shiftKey: true }))).toBe('help.keys');
    expect(commandOfKey(press('+', { shiftKey: true }))).toBe('timeline.zoomIn');
  });
  it('leaves everything else alone', () => {
    expect(commandOfKey(press('w', { ctrlKey: true }))).toBeNull();
    expect(commandOfKey(press('ArrowLeft', { altKey: true }))).toBeNull();
    expect(commandOfKey(press('z'))).toBeNull();
  });
});

it('writes shortcuts for a person', () => {
  expect(shortcutText('Mod+k', false)).toBe('Ctrl K');
  expect(shortcutText('Mod+k', true)).toBe('⌘ K');
  expect(shortcutText('Shift+ArrowLeft', false)).toBe('Shift ←');
  expect(shortcutText('+', false)).toBe('+');
});
