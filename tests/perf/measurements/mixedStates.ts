import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Replay } from '../../../electron/worker/replay/replay.ts';
import { random } from '../data.ts';
import { timeOf } from '../rounds.ts';
import { openWhole, workerContext } from './opened.ts';

interface Line {
  readonly from: number;
  readonly bytes: number;
  readonly streamId: string;
}

/**
 * States of streams with payloads of all sizes at random points, in milliseconds each: ours, snapshots as they come,
 * and what one writes by hand, which knows where each line lies, reads those of the stream up to the point, parses and
 * merges them. Both must come to the same state.
 */
export async function mixedStates({
  path,
  points,
}: {
  readonly path: string;
  readonly points: number;
}): Promise<{ ours: number[]; naive: number[] }> {
  const lines = linesOf(path);
  const file = openSync(path, 'r');
  const log = await openWhole(path);
  const replay = new Replay(log);
  const next = random(13);
  const ours: number[] = [];
  const naive: number[] = [];
  for (let i = 0; i < points; i++) {
    const ordinal = Math.floor(next() * lines.length);
    let state: string | null = null;
    let merged = {};
    ours.push(
      await timeOf(async () => {
        ({ state } = await replay.stateAt({ reducer: 'merge', partition: null }, ordinal, workerContext()));
      }),
    );
    naive.push(await timeOf(() => (merged = mergedLines(file, lines, ordinal))));
    if (!isDeepStrictEqual(JSON.parse(state!), merged)) throw new Error(`The states at #${ordinal} differ.`);
  }
  closeSync(file);
  return { ours, naive };
}

function linesOf(path: string): Line[] {
  const bytes = readFileSync(path);
  const lines: Line[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(10, from);
    const { streamId } = JSON.parse(bytes.toString('utf8', from, to)) as { streamId: string };
    lines.push({ from, bytes: to - from, streamId });
    from = to + 1;
  }
  return lines;
}

function mergedLines(file: number, lines: readonly Line[], ordinal: number): object {
  const { streamId } = lines[ordinal]!;
  const merged = {};
  for (let i = 0; i <= ordinal; i++) {
    const line = lines[i]!;
    if (line.streamId !== streamId) continue;
    const buffer = Buffer.allocUnsafe(line.bytes);
    readSync(file, buffer, 0, line.bytes, line.from);
    Object.assign(merged, (JSON.parse(buffer.toString()) as { data: object }).data);
  }
  return merged;
}
