import { describe, expect, it } from 'vitest';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { readBranches, withBranch } from '../../../../../electron/worker/whatIf/branches.ts';
import { parseEdits } from '../../../../../electron/worker/whatIf/editsFile.ts';
import { type Exported, exportBranch } from '../../../../../electron/worker/whatIf/exportBranch.ts';
import { lendReducer } from '../../../../../electron/worker/whatIf/lentReducer.ts';
import type { Branch, BranchEdit, BranchExport } from '../../../../../shared/model/branch.ts';
import { eventLog } from '../../../../builders/eventLog.ts';
import { openLog, scratchFolder } from '../../../../builders/scratch.ts';
import { bankDecider, bankEvents, calm } from '../replay/bank.ts';

const edits: BranchEdit[] = [
  { kind: 'drop', ordinal: 4 },
  { kind: 'edit', ordinal: 2, event: { payload: '{"amount":12345678901234567890}' } },
  {
    kind: 'insert',
    after: 5,
    event: { streamId: 'account-1', type: 'Deposited', payload: '{"amount":1}', metadata: null, schemaVersion: '2' },
  },
];

async function exported(as: BranchExport): Promise<Exported> {
  const log = eventLog(bankEvents);
  const replay = new Replay(log);
  await replay.addProjection('bank.projection.js', bankDecider);
  const question = { name: 'What if?', edits, partition: 'account-1', ordinal: 5, as };
  return exportBranch(log, lendReducer(replay, 'bank.projection.js', 5), question, calm);
}

describe('a branch as a file', () => {
  it('is its edits, which are read again', async () => {
    const { text, fileName } = await exported('edits');
    expect(fileName).toBe('What-if.edits.jsonl');
    expect(parseEdits(text, { resolve: (point) => Number(point.slice(1)), stream: null })).toEqual(edits);
  });

  it('is its events, as events --json prints them where the store does not tell its shape', async () => {
    const { text, note } = await exported('events');
    expect(text).toBe(
      `${[
        '{"globalPosition":3,"streamId":"account-1","streamRevision":2,"type":"Deposited","recordedAt":"2026-01-01T00:00:03.000Z","payload":{"amount":12345678901234567890}}',
        '{"streamId":"account-1","type":"Deposited","payload":{"amount":1},"schemaVersion":2}',
      ].join('\n')}\n`,
    );
    expect(note).toContain('does not tell the shape');
    expect(note).toContain('Dropped events have no record');
  });

  it('is a fixture: given, when, then', async () => {
    const fixture = JSON.parse((await exported('fixture')).text);
    expect(fixture).toMatchObject({
      reducer: 'bank.projection.js',
      partition: 'account-1',
      given: [{ type: 'Opened', data: { owner: 'Ann' }, recorded: '#0' }],
      inReality: { state: { owner: 'Ann', balance: 120 } },
    });
    expect(fixture.then).toMatchObject({ state: { owner: 'Ann' } });
    expect(fixture.when.map((event: { recorded: string | null }) => event.recorded)).toEqual(['#2', '#5', null]);
    const { text } = await exported('fixtureText');
    expect(text).toContain('Given 1 event\n  Opened {"owner":"Ann"}  (#0)');
    expect(text).toContain('Deposited {"amount":1}  (on the branch alone)');
  });
});

describe('events in the shape of a store', () => {
  const scratch = scratchFolder();
  const world = (name: string, lines: readonly object[]): string =>
    scratch.write(name, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const row = (i: number) => ({
    id: `00000000-0000-0000-0000-00000000000${i}`,
    stream_name: 'account-1',
    type: 'Deposited',
    position: i,
    global_position: i + 1,
    data: { amount: i },
    metadata: { schemaVersion: 1, actor: 'ann' },
    time: '2026-01-01T00:00:00.000Z',
  });

  it('has the names of message-db in one of its exports', async () => {
    const log = await openLog(world('a.jsonl', [row(0), row(1)]));
    try {
      const question = {
        name: 'x',
        edits: [
          { kind: 'edit', ordinal: 1, event: { payload: '{"amount":9}' } },
          { ...edits[2]!, kind: 'insert', after: 1 },
        ] as BranchEdit[],
        partition: 'account-1',
        ordinal: 1,
        as: 'events' as const,
      };
      const { text, note } = await exportBranch(log, lendReducer(new Replay(log), 'merge', 1), question, calm);
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines[0]).toEqual({ ...row(1), data: { amount: 9 } });
      expect(lines[1]).toEqual({
        stream_name: 'account-1',
        type: 'Deposited',
        data: { amount: 1 },
        metadata: { schemaVersion: 2 },
      });
      expect(note).toContain('message-db');
    } finally {
      log.close();
    }
  });
});

describe('kept branches', () => {
  const branch: Branch = { id: 'a', name: 'What if?', edits };

  it('are read as they were written, and replaced by id', () => {
    const all = withBranch([], branch);
    expect(readBranches(JSON.parse(JSON.stringify(all)))).toEqual([branch]);
    expect(withBranch(all, { ...branch, edits: [] })).toEqual([{ ...branch, edits: [] }]);
  });

  it('are refused without a name or with what is no edit', () => {
    expect(() => withBranch([], { ...branch, name: ' ' })).toThrow('needs a name');
    expect(() => withBranch([], { ...branch, edits: [{ kind: 'drop' } as never] })).toThrow('no branch');
    expect(() => readBranches([branch, { id: 'a', name: 'b' }])).toThrow(
      'Item 2 in the side file of branches is none.',
    );
  });
});
