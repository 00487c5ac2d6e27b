import { expect, it } from 'vitest';
import {
  foldSentence,
  nextDelay,
  nextLead,
} from '../../../../../../renderer/panels/explore/inspector/stateSentence.ts';
import { chosenReducer } from '../../../../../../renderer/panels/explore/inspector/useReducers.ts';
import type { ReducerInfo, StateAt } from '../../../../../../shared/model/state.ts';

const merge: ReducerInfo = { id: 'merge', name: 'merge', kind: 'merge', partitioning: 'stream', upcasters: [] };
const state = {
  reducer: merge,
  folded: 3,
  fromSnapshot: null,
  elapsedMs: 0.21,
  next: { ordinal: 250, type: 'OrderShipped', recordedAt: '2026-03-03T09:17:10.120Z' },
} as StateAt;

it('says what was folded, from where and how long it took', () => {
  expect(foldSentence(state)).toBe('folded 3 events from the start of the stream in 0.2 ms.');
  expect(foldSentence({ ...state, fromSnapshot: 199, folded: 1 })).toBe(
    'folded 1 event from the snapshot at #199 in 0.2 ms.',
  );
});

it('says so where there is nothing to fold', () => {
  expect(foldSentence({ ...state, folded: 0, lastOrdinal: null })).toBe('has nothing to fold yet.');
});

it('says when the next event comes, and when there is none', () => {
  expect(nextLead(state)).toBe('The next event of this stream is');
  expect(nextDelay(state, '2026-03-03T09:14:22.120Z')).toBe(', 2 min 48 s later.');
  expect(nextDelay(state, '2026-03-03T09:17:11.120Z')).toBe(', 1 s earlier by its clock.');
  expect(nextLead({ ...state, next: null })).toBe('This stream has no later event.');
});

it('takes the projection beside the store unless another reducer is wanted', () => {
  const projection: ReducerInfo = { ...merge, id: 'p', name: 'p.js', kind: 'decider' };
  expect(chosenReducer([merge, projection], 'auto')).toBe(projection);
  expect(chosenReducer([merge, projection], 'merge')).toBe(merge);
  expect(chosenReducer([merge], 'auto')).toBe(merge);
  expect(chosenReducer([], 'auto')).toBeNull();
});
