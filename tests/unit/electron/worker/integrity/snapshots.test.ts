import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../../../electron/worker/integrity/registry.ts';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import type { Payload } from '../../../../../shared/model/event.ts';
import type { StoredSnapshot } from '../../../../../shared/model/store.ts';
import { eventLog } from '../../../../builders/eventLog.ts';
import { bankDecider, bankEvents, calm } from '../replay/bank.ts';

const traits = {
  name: '',
  provenBy: '',
  firstRevision: 1,
  revisionLabel: 'version',
  globalGapsAreNormal: false,
} as const;

const json = (value: unknown): Payload => ({ kind: 'json', text: JSON.stringify(value) });
const snapshot = (streamRevision: string, state: Payload, streamId = 'account-1'): StoredSnapshot => ({
  streamId,
  streamRevision,
  schemaVersion: null,
  state,
});

async function check(id: string, snapshots: readonly StoredSnapshot[], projection: string | null = bankDecider) {
  const log = eventLog(bankEvents, snapshots);
  const replay = new Replay(log);
  if (projection !== null) await replay.addProjection('bank.projection.js', projection);
  const report = await runChecks(log, traits, calm, { replay });
  const { examined } = report.checks.find((one) => one.id === id)!;
  return { examined, findings: report.findings.filter(({ checkId }) => checkId === id) };
}

describe('snapshot-ahead', () => {
  it('finds nothing where snapshots cover what is there', async () => {
    const { examined, findings } = await check('snapshot-ahead', [snapshot('3', json({})), snapshot('4', json({}))]);
    expect(findings).toEqual([]);
    expect(examined).toBe('2 snapshots');
  });

  it('names the snapshot, and the last event of its stream', async () => {
    const { findings } = await check('snapshot-ahead', [snapshot('7', json({})), snapshot('2', json({}), 'gone')]);
    expect(findings).toMatchObject([
      { severity: 'error', ordinals: [5], id: 'snapshot-ahead:account-1:7' },
      { severity: 'error', ordinals: [], message: expect.stringContaining('no event of it') },
    ]);
    expect(findings[0]!.message).toContain('up to version 7, but its last event is #5, version 4');
  });
});

describe('snapshot-differs', () => {
  it('finds nothing where replay gives the same, whatever else either side holds', async () => {
    const { examined, findings } = await check('snapshot-differs', [
      snapshot('2', json({ balance: 100, _version: 2 })),
      snapshot('4', json({ owner: 'Ann', balance: 120.0 })),
    ]);
    expect(findings).toEqual([]);
    expect(examined).toBe('2 snapshots with bank.projection.js');
  });

  it('says what differs and by which reducer', async () => {
    const { findings } = await check('snapshot-differs', [snapshot('3', json({ owner: 'Eve', balance: 71 }))]);
    expect(findings).toMatchObject([{ severity: 'warning', ordinals: [4], count: 1 }]);
    expect(findings[0]!.message).toBe(
      'The snapshot of stream account-1 at version 3 is not what bank.projection.js makes of its events: /owner is "Eve", replayed "Ann" (and 1 more difference).',
    );
  });

  it('compares nothing that is binary, has no member in common, or lies ahead', async () => {
    const { examined, findings } = await check('snapshot-differs', [
      snapshot('2', { kind: 'binary', base64: 'AA==', bytes: 1, note: 'A serialised Java object.' }),
      snapshot('3', json({ id: 1 })),
      snapshot('9', json({ balance: 1 })),
    ]);
    expect(findings).toEqual([]);
    expect(examined).toBe('Nothing: 3 snapshots cannot be compared with what is folded here.');
  });

  it('lets the merge confirm a snapshot, and refute none', async () => {
    const { examined, findings } = await check(
      'snapshot-differs',
      [snapshot('1', json({ owner: 'Ann' })), snapshot('2', json({ owner: 'Ann', amount: 3 }))],
      null,
    );
    expect(findings).toEqual([]);
    expect(examined).toBe('1 snapshot with merge; 1 cannot be compared; a projection beside the store would tell more');
  });

  it('leaves out projections that do not fold exactly the events of the stream', async () => {
    const { examined } = await check(
      'snapshot-differs',
      [snapshot('1', json({ owner: 'Ann' }))],
      'fromCategory("other").foreachStream().when({ $init: () => ({ owner: "no" }) })',
    );
    expect(examined).toBe('1 snapshot with merge');
  });
});
