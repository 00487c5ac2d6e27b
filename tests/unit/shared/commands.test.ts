import { expect, it } from 'vitest';
import { commands } from '../../../shared/commands.ts';

it('no two commands answer to one key, or have one id', () => {
  const keys = commands.flatMap((command) => command.keys);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  const ids = commands.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
