import { describe, expect, it } from 'vitest';
import type { KeptReplay, SnapshotFile } from '../../../../../electron/worker/replay/reducerSnapshots.ts';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { DRAFT } from '../../../../../shared/model/state.ts';
import { eventLog } from '../../../../builders/eventLog.ts';
import { scanContext } from '../../../../builders/scanContext.ts';

const calm = scanContext();
const COUNT = 40_000;
const log = eventLog(Array.from({ length: COUNT }, (_, n) => ({ stream: 's', type: 'T', data: { n } })));
const target = { reducer: 'merge', partition: 's' };

/** Files in memory, by what is kept in them. */
class Files {
  readonly written: KeptReplay[] = [];
  readonly notes: string[] = [];
  readonly names: string[] = [];
  kept: KeptReplay | null = null;
  /** Whoever reads waits for this. */
  open: Promise<void> = Promise.resolve();
  problem: string | null = null;

  file(reducer: string): SnapshotFile {
    this.names.push(reducer);
    const read = async (): Promise<KeptReplay | null> => {
      await this.open;
      return this.kept;
    };
    const write = async (content: KeptReplay): Promise<string | null> => {
      this.written.push(content);
      return this.problem;
    };
    return { read, write, bytes: async () => this.written.length };
  }

  failed(note: string): void {
    this.notes.push(note);
  }
}

const counts = ({ written }: Files): number[] => written.map(({ shelves }) => shelves[0]!.snapshots.length);

describe('snapshots that outlive the process', () => {
  it('are written in proportion to what was folded, and at the end', async () => {
    const files = new Files();
    const replay = new Replay(log, { kept: files });
    for (let ordinal = 999; ordinal < COUNT; ordinal += 1000) await replay.stateAt(target, ordinal, calm);
    // Every 10,000 events, until a quarter of what is kept is more than that.
    expect(counts(files)).toEqual([100, 200, 300, 400]);
    for (let i = 0; i < 500; i++) await replay.stateAt(target, (i * 7919) % COUNT, calm);
    replay.close();
    expect(counts(files)).toHaveLength(4);
    expect(await replay.keptSnapshotBytes()).toBe(0);
  });

  it('are written when somebody breaks a fold off, and at closing what is not written yet', async () => {
    const files = new Files();
    const replay = new Replay(log, { kept: files });
    const stop = new Error('stop');
    const breathe = (progress: { done: number }) => (progress.done > 15_000 ? Promise.reject(stop) : undefined);
    await expect(replay.stateAt(target, COUNT - 1, { ...calm, breathe: breathe as never })).rejects.toBe(stop);
    expect(counts(files)).toHaveLength(1);
    expect(counts(files)[0]).toBeGreaterThan(150);

    const second = new Files();
    [second.kept] = files.written as [KeptReplay];
    const again = new Replay(log, { kept: second });
    await again.stateAt(target, counts(files)[0]! * 100 + 9000, calm);
    expect(counts(second)).toEqual([]);
    await again.stateAt(target, counts(files)[0]! * 100 + 11_000, calm);
    again.close();
    expect(counts(second)).toHaveLength(1);
  });

  it('leave nothing under the name of code that was replaced while they were read', async () => {
    const files = new Files();
    const sum = (by: number): string =>
      `export const initialState = () => 0; export const evolve = (s) => s + ${by}; export const partitionBy = () => 'all';`;
    const first = new Replay(log, { kept: files });
    await first.addProjection('sum.js', sum(1));
    const one = { reducer: 'sum.js', partition: 'all' };
    await first.stateAt(one, COUNT - 1, calm);
    expect(files.written.at(-1)!.keys!.ofEvent).toHaveLength(COUNT);

    const late = new Files();
    late.kept = files.written.at(-1)!;
    let open = (): void => {};
    late.open = new Promise((resolve) => (open = resolve));
    const replay = new Replay(log, { kept: late });
    await replay.addProjection('sum.js', sum(1));
    const asked = replay.stateAt(one, 99, calm);
    await replay.addProjection('sum.js', sum(2));
    late.kept = null;
    open();
    expect((await asked).state).toBe('100');
    expect((await replay.stateAt(one, COUNT - 1, calm)).state).toBe(String(2 * COUNT));
    expect(new Set(late.names).size).toBe(3);
  });

  it('are none of a draft, nor where no snapshots are wanted, and it is said why they are not kept', async () => {
    const files = new Files();
    files.problem = 'No room.';
    const replay = new Replay(log, { kept: files });
    await replay.draft('d.js', 'export const initialState = () => 0; export const evolve = (s) => s + 1;');
    await replay.stateAt({ reducer: DRAFT, partition: 's' }, COUNT - 1, calm);
    expect(files.written).toEqual([]);
    await replay.stateAt(target, COUNT - 1, calm);
    await expect.poll(() => files.notes).toEqual(['No room.']);
    const none = new Files();
    await new Replay(log, { kept: none, snapshotEvery: 0 }).stateAt(target, COUNT - 1, calm);
    expect(none.names).toEqual([]);
  });
});
