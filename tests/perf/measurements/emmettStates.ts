import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
import { Replay } from '../../../electron/worker/replay/replay.ts';
import { random } from '../data.ts';
import { openEmmettStore } from '../emmett.ts';
import { timeOf } from '../rounds.ts';
import { openWhole, workerContext } from './opened.ts';

/** The stream that holds a fifth of all events. */
const SKEWED = 'order-0';

/**
 * States of the long stream at random points, in milliseconds each: ours with warm snapshots, and Emmett's aggregate on
 * its own store, in turns. Both must come to the same state.
 */
export async function emmettStates({
  path,
  points,
}: {
  readonly path: string;
  readonly points: number;
}): Promise<{ ours: number[]; emmett: number[] }> {
  const log = await openWhole(path);
  const store = await openEmmettStore(path);
  const positions = positionsOf(path);
  const replay = new Replay(log);
  const target = { reducer: 'merge', partition: SKEWED };
  await replay.stateAt(target, log.index.length - 1, workerContext());
  const next = random(17);
  const ours: number[] = [];
  const emmett: number[] = [];
  for (let i = 0; i < points; i++) {
    const revision = Math.floor(next() * positions.length) + 1;
    // The bench's positions count from 1 without gaps.
    const ordinal = positions[revision - 1]! - 1;
    let text: string | null = null;
    ours.push(
      await timeOf(async () => {
        ({ state: text } = await replay.stateAt(target, ordinal, workerContext()));
      }),
    );
    let theirs = {};
    emmett.push(
      await timeOf(async () => {
        const { state } = await store.aggregateStream(SKEWED, {
          initialState: () => ({}),
          evolve: (before, { data }) => ({ ...before, ...data }),
          read: { to: BigInt(revision) },
        });
        theirs = state;
      }),
    );
    if (!isDeepStrictEqual(JSON.parse(text!), theirs)) throw new Error(`The states at #${ordinal} differ.`);
  }
  return { ours, emmett };
}

/** The global positions of the long stream's events, in order. */
function positionsOf(path: string): number[] {
  const db = new Database(path, { readonly: true });
  const sql = 'SELECT global_position FROM emt_messages WHERE stream_id = ? ORDER BY stream_position';
  const positions = db.prepare(sql).pluck().all(SKEWED) as number[];
  db.close();
  return positions;
}
