import { describe, expect, it } from 'vitest';
import { projectionsFor } from '../../../../electron/worker/projectionFiles.ts';

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
});
