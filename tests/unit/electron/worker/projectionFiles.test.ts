import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectionsFor, readProjectionFiles } from '../../../../electron/worker/projectionFiles.ts';
import { scratchFolder } from '../../../builders/scratch.ts';

const scratch = scratchFolder();

describe('projections beside a store', () => {
  it('are all files with that ending', () => {
    expect(projectionsFor('a.jsonl', ['a.jsonl', 'totals.projection.js', 'b.projection.ts', 'x.js'])).toEqual([
      'b.projection.ts',
      'totals.projection.js',
    ]);
  });

  it('belong to the file they are named after, when it is there', () => {
    const names = ['bank.jsonl.gz', 'bank.projection.js', 'shop.sqlite', 'shop.projection.ts', 'all.projection.js'];
    // The store's own come first: the first folds unless the person chooses another.
    expect(projectionsFor('bank.jsonl.gz', names)).toEqual(['bank.projection.js', 'all.projection.js']);
    expect(projectionsFor('shop.sqlite', names)).toEqual(['shop.projection.ts', 'all.projection.js']);
  });

  it('are those in a folder that is the store, and those beside it', async () => {
    mkdirSync(join(scratch.folder, 'orders'));
    scratch.write('orders/inside.projection.js', 'in');
    scratch.write('orders/part-1.jsonl', '');
    scratch.write('orders.projection.js', 'own');
    scratch.write('all.projection.js', 'all');
    const files = await readProjectionFiles(join(scratch.folder, 'orders'));
    expect(files.map(({ name, source }) => [name, source])).toEqual([
      ['inside.projection.js', 'in'],
      ['orders.projection.js', 'own'],
      ['all.projection.js', 'all'],
    ]);
  });
});
