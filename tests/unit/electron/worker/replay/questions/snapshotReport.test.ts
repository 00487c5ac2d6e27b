import { describe, expect, it } from 'vitest';
import { compareStored, snapshotReport } from '../../../../../../electron/worker/replay/questions/snapshotReport.ts';
import {
  compareWithReplay,
  placeInStream,
} from '../../../../../../electron/worker/replay/questions/storedSnapshots.ts';
import { Replay } from '../../../../../../electron/worker/replay/replay.ts';
import { parseJson } from '../../../../../../shared/json.ts';
import { eventLog } from '../../../../../builders/eventLog.ts';
import { bankDecider, bankEvents, calm } from '../bank.ts';

describe('the snapshots of a partition', () => {
  it('are listed with what they spared', async () => {
    const log = eventLog(Array.from({ length: 350 }, (_, i) => ({ stream: 's', type: 'T', data: { i } })));
    const replay = new Replay(log);
    const target = { reducer: 'merge', partition: 's' };
    const first = await snapshotReport(replay, log, target, 349, calm);
    expect(first).toMatchObject({ partition: 's', eventsBefore: 350, folded: 350, found: [], foundInStore: 0 });
    expect(first.own.list.map(({ position, ordinal }) => [position, ordinal])).toEqual([
      [100, 99],
      [200, 199],
      [300, 299],
    ]);
    expect(first.own).toMatchObject({ spacing: 100, count: 3, uses: 0, spared: 0 });
    expect(first.own.bytes).toBe(replay.snapshotBytes);
    const again = await snapshotReport(replay, log, target, 349, calm);
    expect(again).toMatchObject({ folded: 50, own: { uses: 1, spared: 300 } });
    const none = await snapshotReport(new Replay(log, { snapshotEvery: 0 }), log, target, 349, calm);
    expect(none.own).toMatchObject({ spacing: 0, count: 0, list: [] });
  });

  it('in the store are compared at their revision', async () => {
    const state = (balance: number) => ({ kind: 'json', text: `{"balance":${balance}}` }) as const;
    const snapshots = [4, 2, 9, 1].map((revision) => ({
      streamId: 'account-1',
      streamRevision: String(revision),
      schemaVersion: null,
      state: state(revision === 2 ? 100 : 7),
    }));
    const log = eventLog(bankEvents, snapshots);
    const replay = new Replay(log);
    await replay.addProjection('bank.js', bankDecider);
    const report = await snapshotReport(replay, log, { reducer: 'bank.js', partition: 'account-1' }, 5, calm);
    expect(report.found.map(({ streamRevision, ordinal, verdict }) => [streamRevision, ordinal, verdict])).toEqual([
      ['1', 0, 'differs'],
      ['2', 2, 'equal'],
      ['4', 5, 'differs'],
      ['9', 5, 'ahead'],
    ]);
    expect(report.found[2]!.differences).toEqual([{ path: '/balance', stored: '7', replayed: '120' }]);
    expect(report.found[1]).toMatchObject({ compared: ['balance'], onlyReplayed: ['owner'], onlyStored: [] });
  });
});

it('compares snapshots of a stream that grows while it is looked at', async () => {
  const event = { stream: 's', type: 'T', data: { by: 's' } };
  const log = eventLog([event, event]);
  const replay = new Replay(log);
  const source = `
    export const initialState = () => ({ n: 0 });
    export const evolve = ({ n }) => ({ n: n + 1 });
    export const partitionBy = ({ data }) => data.by;`;
  await replay.addProjection('own.js', source);
  const breathe = (): undefined => {
    if (log.index.length < 4) log.append([event]);
  };
  const snapshot = {
    streamId: 's',
    streamRevision: '2',
    schemaVersion: null,
    state: { kind: 'json', text: '{"n":2}' } as const,
  };
  const target = { reducer: 'own.js', partition: 's' };
  const found = await compareStored(replay, log, target, [snapshot], { ...calm, breathe });
  expect(log.index.length).toBeGreaterThan(2);
  expect(found).toMatchObject([{ verdict: 'equal', position: 2 }]);
});

describe('a stored state beside the replayed one', () => {
  const compare = (stored: string, replayed: string) => compareWithReplay(parseJson(stored), parseJson(replayed));
  it.each([
    ['{"a":1,"x":2}', '{"a":1.0,"y":3}', 'equal'],
    ['{"a":12345678901234567890}', '{"a":12345678901234567000}', 'equal'],
    ['{"a":[1,2]}', '{"a":[1]}', 'differs'],
    ['{"a":null}', '{"a":0}', 'differs'],
    ['{"a":1}', '{"b":1}', 'not-comparable'],
    ['7', '7', 'equal'],
    ['7', '{"a":1}', 'differs'],
  ])('%s and %s: %s', (stored, replayed, verdict) => {
    expect(compare(stored, replayed).verdict).toBe(verdict);
  });
});

describe('where a snapshot stands in its stream', () => {
  it('is behind the last event at or before its revision', () => {
    expect(placeInStream('3', [1, 2, 3, 4])).toEqual({ position: 3, ahead: false });
    expect(placeInStream('0', [0, 1])).toEqual({ position: 1, ahead: false });
    expect(placeInStream('3', [1, 2, 5])).toEqual({ position: 2, ahead: false });
    expect(placeInStream('6', [1, 2, 5])).toEqual({ position: 3, ahead: true });
    expect(placeInStream('1', [])).toEqual({ position: 0, ahead: true });
    expect(placeInStream('three', [1])).toBeNull();
  });
});
