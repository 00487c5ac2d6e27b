import { expect, it } from 'vitest';
import { labelText, nameText } from '../../../../renderer/state/nameText.ts';

it('shows a name as it is, and what would be blank as a sign', () => {
  expect(nameText('OrderPlaced')).toBe('OrderPlaced');
  expect(nameText(' ')).toBe('(empty)');
  expect(nameText('')).toBe('(empty)');
  expect(nameText('\0\0')).toBe('\\u0000\\u0000');
  expect(nameText('a\tb\u007f\u0085')).toBe('a\\u0009b\\u007f\\u0085');
});

it('writes the name of a field as words', () => {
  expect(labelText('streamRevision')).toBe('Stream revision');
  expect(labelText('stream_version')).toBe('Stream version');
  expect(labelText('stream position')).toBe('Stream position');
  expect(labelText('v')).toBe('V');
});
