import { describe, expect, it } from 'vitest';
import { bookmarkAt, markedEvents, rangeOf } from '../../../../../renderer/panels/explore/bookmarks/bookmarkPlaces.ts';
import { endText, laneRows, treeLines } from '../../../../../renderer/panels/explore/causation/causationRows.ts';
import { bookmarkMarks } from '../../../../../renderer/panels/explore/timeline/marks.ts';
import {
  branchName,
  editMarks,
  editText,
  freeName,
  withEdit,
} from '../../../../../renderer/panels/explore/whatIf/editList.ts';
import { wantedValues } from '../../../../../renderer/panels/explore/whatIf/wantedValues.ts';
import type { Bookmark } from '../../../../../shared/model/bookmark.ts';
import type { BranchEdit } from '../../../../../shared/model/branch.ts';
import type { Causation, CausationNode } from '../../../../../shared/model/causation.ts';
import type { EventEnvelope } from '../../../../../shared/model/event.ts';
import type { TimelineBuckets } from '../../../../../shared/model/timeline.ts';

const drop: BranchEdit = { kind: 'drop', ordinal: 4 };
const edit: BranchEdit = { kind: 'edit', ordinal: 4, event: { payload: '{}' } };
const move: BranchEdit = { kind: 'move', ordinal: 4, after: 9 };
const insert: BranchEdit = {
  kind: 'insert',
  after: -1,
  event: { streamId: 's', type: 'Opened', payload: '{}', metadata: null, schemaVersion: null },
};

describe('the edits of a branch', () => {
  it('replace what they make useless', () => {
    expect(withEdit([edit, move, insert], drop)).toEqual([insert, drop]);
    expect(withEdit([drop], edit)).toEqual([edit]);
    expect(withEdit([edit], move)).toEqual([edit, move]);
    expect(withEdit([edit, move], { ...edit, event: { type: 'X' } })).toEqual([
      move,
      { ...edit, event: { type: 'X' } },
    ]);
    expect(withEdit([insert], insert)).toEqual([insert, insert]);
  });

  it('are said in words, and name the branch', () => {
    expect([drop, edit, move, insert].map(editText)).toEqual([
      '#4 has not happened',
      '#4 is different: payload',
      '#4 stands behind #9',
      'Opened before the first event',
    ]);
    expect(branchName(drop)).toBe('Without #4');
    expect(freeName('Without #4', [{ id: 'a', name: 'Without #4', edits: [] }])).toBe('Without #4 (2)');
  });

  it('mark the events that they are about', () => {
    expect([...editMarks([drop, { ...insert, after: 4 }, { ...insert, after: 5 }])]).toEqual([
      [4, 'drop'],
      [5, 'insert'],
    ]);
  });
});

describe('wanted values', () => {
  const state = '{"balance":120,"owner":{"name":"Ann"},"lines":[1,2]}';
  it('are what was changed by hand, digits kept', () => {
    expect(wantedValues(state, state)).toBeNull();
    expect(wantedValues(state, '{"balance":12345678901234567890,"owner":{"name":"Ann"}}')).toBe(
      '{"balance":12345678901234567890}',
    );
    expect(wantedValues(state, '{"balance":120,"owner":{"name":"Zoe"},"lines":[1,3]}')).toBe(
      '{"owner":{"name":"Zoe"},"lines":{"1":3}}',
    );
    expect(wantedValues(null, '{"balance":1}')).toBe('{"balance":1}');
    expect(() => wantedValues(state, '{')).toThrow(SyntaxError);
  });
});

const envelope = (ordinal: number, recordedAt: string | null): EventEnvelope => ({
  ordinal,
  globalPosition: null,
  streamId: 's',
  streamRevision: null,
  type: 'T',
  schemaVersion: null,
  recordedAt,
});
const node = (ordinal: number, depth: number, parent: number | null, second: number): CausationNode => ({
  event: envelope(ordinal, `2026-01-01T00:00:0${second}.000Z`),
  depth,
  parent,
  cut: 0,
});

describe('a causation', () => {
  it('is a tree with the time from cause to effect', () => {
    const nodes = [node(0, -1, null, 1), node(1, 0, 0, 3), node(2, 1, 1, 2), node(3, 1, 1, 3)];
    expect(treeLines({ nodes } as unknown as Causation).map(({ level, delay }) => [level, delay])).toEqual([
      [0, ''],
      [1, '2 s later'],
      [2, '1 s earlier by its clock'],
      [2, 'at the same time'],
    ]);
    expect(endText({ kind: 'missing', id: 'x' })).toBe('Missing: its cause x is no event of this log.');
    expect(endText({ kind: 'first' })).toBeNull();
  });

  it('is lanes with the time from event to event', () => {
    const one = (ordinal: number, sinceMicros: number | null) => ({
      event: envelope(ordinal, null),
      sinceMicros,
      causedBy: null,
    });
    const lanes = [
      { streamId: 'a', events: [one(0, 0), one(3, 1_000_000)] },
      { streamId: 'b', events: [one(1, 2_000_000), one(4, null)] },
    ];
    const rows = laneRows({ events: 4, lanes, cut: 0, spanMicros: 2_000_000 });
    expect(rows.map(({ one: { event }, gap }) => [event.ordinal, gap])).toEqual([
      [0, 'start'],
      [1, '+2 s'],
      [3, '−1 s'],
      [4, '–'],
    ]);
  });
});

describe('bookmarks', () => {
  const on = (ordinal: number): Bookmark => ({ id: `b${ordinal}`, place: { kind: 'event', ordinal }, note: 'n' });
  const range: Bookmark = { id: 'r', place: { kind: 'range', from: 2, to: 9 }, note: '' };

  it('are found again at their place', () => {
    expect(bookmarkAt([on(1), range], { kind: 'range', from: 2, to: 9 })).toBe(range);
    expect(bookmarkAt([on(1)], { kind: 'event', ordinal: 2 })).toBeUndefined();
    expect([...markedEvents([on(1), range])]).toEqual([1]);
  });

  it('take the range of the filter', () => {
    expect(rangeOf('type:A #2..#9', 100)).toEqual({ from: 2, to: 9 });
    expect(rangeOf('#2..#9', 5)).toEqual({ from: 2, to: 4 });
    expect(rangeOf('-#2..#9', 100)).toBeNull();
    expect(rangeOf('type:A', 100)).toBeNull();
  });

  it('stand on the timeline where their events are', () => {
    const buckets = { firstOrdinal: [1, 3, 5], columnWidth: 10 } as unknown as TimelineBuckets;
    expect(bookmarkMarks([on(0), range, on(3)], buckets, 20)).toEqual([
      { x: 7.5, x1: 20, ordinal: 2, note: '' },
      { x: 12.5, x1: 12.5, ordinal: 3, note: 'n' },
    ]);
  });
});
