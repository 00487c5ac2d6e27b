import { describe, expect, it } from 'vitest';
import { mergeReducer } from '../../../../../electron/worker/replay/merge/mergeReducer.ts';
import { branchPart, shownBranch } from '../../../../../electron/worker/whatIf/shownBranch.ts';
import { parseJson, stringifyJson } from '../../../../../shared/json.ts';
import { cutsByPath, joinPart } from '../../../../../shared/jsonParts.ts';
import type { BranchAt, PartitionOnBranch } from '../../../../../shared/model/branch.ts';

const items = Array.from({ length: 5000 }, (_, n) => n);
const state = stringifyJson({ items, again: items });
const partition: PartitionOnBranch = {
  partition: 'cart-1',
  real: { events: 2, state: null, failure: null },
  branch: { events: 3, state, failure: null },
  changes: items.map((n) => ({ path: `/items/${n}`, real: null, branch: stringifyJson('x'.repeat(500)) })),
  folded: 1,
};
const branch: BranchAt = {
  reducer: mergeReducer.info,
  at: null,
  problems: [],
  otherProblems: [],
  shown: partition,
  partitions: [partition],
  touched: 1,
  compared: 1,
};

describe('shownBranch', () => {
  it('counts everything, and holds what a page shows', () => {
    const { shown, partitions } = shownBranch(branch);
    expect(shown).toMatchObject({ partition: 'cart-1', real: { events: 2, hasState: false }, changeCount: 5000 });
    expect(shown!.changes).toHaveLength(100);
    expect(shown!.changes[0]).toMatchObject({ from: null, toSize: { of: 'characters', total: 502 } });
    expect(partitions).toEqual([{ partition: 'cart-1', changeCount: 5000 }]);
  });
  it('grows to the whole state by its parts', () => {
    const cut = shownBranch(branch).shown!.branch.state!;
    let known = { value: parseJson(cut.json), cuts: cutsByPath(cut.cuts) };
    expect(known.cuts.size).toBeGreaterThan(0);
    for (let next = known.cuts.values().next().value; next; next = known.cuts.values().next().value) {
      const part = branchPart(branch, next.path, next.shown);
      known = joinPart(known, part, parseJson(part.json));
    }
    expect(stringifyJson(known.value)).toBe(state);
  });
  it('knows nothing of a place where nothing stands', () => {
    expect(() => branchPart(branch, '/none', 0)).toThrow('Nothing stands at /none');
    expect(() => branchPart({ ...branch, shown: null }, '', 0)).toThrow();
  });
});
