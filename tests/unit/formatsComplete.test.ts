import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats } from '../../electron/worker/formats/registry.ts';
import { damages } from '../builders/stores/damage.ts';
import { storeBuilders } from '../builders/stores/storeBuilders.ts';
import { formatRows } from '../perf/parts/formatRows.ts';

// What every format of the registry has to have: whoever adds one is told here what is missing.

const stores = join(import.meta.dirname, '../fixtures/stores');
const ids = formats.map(({ id }) => id);

describe.each(ids)('%s', (id) => {
  it('has a sample, which is opened in the page as well', () => {
    const facts = join(stores, id, 'facts.json');
    expect(existsSync(facts)).toBe(true);
    const samples = Object.keys(JSON.parse(readFileSync(facts, 'utf8')) as object);
    expect(samples.length).toBeGreaterThan(0);
    for (const name of samples) expect(existsSync(join(stores, id, name))).toBe(true);
  });

  it('has a builder, and damage to what it builds', () => {
    expect(storeBuilders[id]).toBeTypeOf('function');
    expect(damages[id]).toBeTypeOf('object');
  });

  it('has a row in the bench', () => {
    expect(formatRows().map((row) => row.id)).toContain(id);
  });
});

it('no sample, builder or damage is left of a format that has gone', () => {
  // Stores that no format knows are read by a mapping.
  expect(readdirSync(stores).toSorted()).toEqual([...ids, 'mapped'].toSorted());
  expect(Object.keys(storeBuilders).toSorted()).toEqual(ids.toSorted());
  expect(Object.keys(damages).toSorted()).toEqual(ids.toSorted());
  expect(formatRows().map(({ id }) => id)).toEqual(ids);
});

it('the page’s spec opens every sample of every folder', () => {
  const spec = readFileSync(join(import.meta.dirname, '../e2e/stores.spec.ts'), 'utf8');
  expect(spec).toContain("const root = 'tests/fixtures/stores';");
  expect(spec).toContain('Object.keys(facts).map((store) => join(root, name, store))');
});
