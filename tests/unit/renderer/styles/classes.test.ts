import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

// Style sheets are loaded with their panels and stay: a class that two of them style would change its look with the
// panels somebody has visited.
it('lets each class be styled by one style sheet', () => {
  const owners = new Map<string, string[]>();
  for (const file of globSync('renderer/**/*.css')) {
    const css = readFileSync(file, 'utf8').replace(/\/\*.*?\*\//gs, '');
    const classes = new Set([...css.matchAll(/(?:^|[},])\s*\.([\w-]+)\s*(?=[,{])/g)].map((match) => match[1]!));
    for (const name of classes) owners.set(name, [...(owners.get(name) ?? []), file]);
  }
  expect(owners.size).toBeGreaterThan(100);
  expect([...owners].filter(([, files]) => files.length > 1)).toEqual([]);
});
