import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { KeptIndexes } from '../../../../../electron/worker/keptIndex/keptIndexes.ts';
import { factsOf, statesOf } from '../../../../builders/keptStates.ts';
import { type Opening, openOnce, settle } from '../../../../builders/logContent.ts';
import { scratchFolder } from '../../../../builders/scratch.ts';

const scratch = scratchFolder();
const indexWriter = join(import.meta.dirname, 'killedWriter.ts');
const snapshotWriter = join(import.meta.dirname, 'killedSnapshotWriter.ts');
const cache = (): string => mkdtempSync(join(scratch.folder, 'cache-'));

let path: string;
let truth: Opening['content'];
beforeAll(async () => {
  const line = (i: number): string => `{"streamId":"s-${i % 50}","type":"T${i % 3}","eventId":"e${i}","data":${i}}\n`;
  path = join(scratch.folder, 'log.jsonl');
  writeFileSync(path, Array.from({ length: 2000 }, (_, i) => line(i)).join(''));
  truth = (await openOnce(await settle(path), null)).content;
});

/** Keeps the index in a process of its own. */
const keepElsewhere = (folder: string, killAt = 0): Promise<number | null> =>
  writeElsewhere(indexWriter, path, folder, killAt);

/** Runs a writer in a process of its own. Answers how many operations that took; `null` when it was killed. */
async function writeElsewhere(writer: string, store: string, folder: string, killAt: number): Promise<number | null> {
  try {
    const run = promisify(execFile)(process.execPath, [writer, store, folder, String(killAt)]);
    return Number((await run).stdout);
  } catch (error) {
    expect((error as { signal?: string }).signal).toBe('SIGKILL');
    return null;
  }
}

describe('a writer', () => {
  it('that is killed at any moment leaves no kept index, or a good one', async () => {
    const whole = cache();
    const operations = (await keepElsewhere(whole))!;
    expect(readdirSync(whole)).toEqual([expect.stringMatching(/\.index$/)]);
    // The first, the last few, and some in between, elsewhere in every run.
    const moments = [1, operations - 2, operations - 1, operations];
    for (let i = 0; i < 6; i++) moments.push(2 + Math.floor(Math.random() * (operations - 3)));
    for (const moment of moments) {
      const folder = cache();
      await keepElsewhere(folder, moment);
      const left = readdirSync(folder);
      const kept = new KeptIndexes({ folder, fewestEvents: 1 });
      const opening = await openOnce(path, kept);
      expect([moment, opening.fromKept]).toEqual([moment, left.some((name) => name.endsWith('.index'))]);
      expect(opening.content).toEqual(truth);
      expect(await openOnce(path, kept)).toMatchObject({ fromKept: true, content: truth });
    }
  });

  it('does not harm others that write the same at the same time', async () => {
    const folder = cache();
    await Promise.all([keepElsewhere(folder), keepElsewhere(folder), keepElsewhere(folder, 20)]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.index'))).toHaveLength(1);
    const opening = await openOnce(path, new KeptIndexes({ folder, fewestEvents: 1 }));
    expect(opening).toMatchObject({ fromKept: true, content: truth });
  });
});

describe('a writer of snapshots', () => {
  it('that is killed at any moment leaves none, the older ones, or good ones', async () => {
    const line = (i: number): string => `{"streamId":"s","type":"T","data":{"n":${i},"note":"${i}"}}\n`;
    const store = join(scratch.folder, 'folded.jsonl');
    writeFileSync(store, Array.from({ length: 12_000 }, (_, i) => line(i)).join(''));
    await settle(store);
    const states = (folder: string | null, points: number[]) =>
      statesOf(store, folder === null ? null : new KeptIndexes({ folder, fewestEvents: 1 }), { points });
    const truth = factsOf(await states(null, [11_950]));
    const operations = (await writeElsewhere(snapshotWriter, store, cache(), 0))!;
    for (let moment = 1; moment <= operations; moment++) {
      const folder = cache();
      await writeElsewhere(snapshotWriter, store, folder, moment);
      const found = await states(folder, [11_950]);
      expect(factsOf(found)).toEqual(truth);
      // Again, with what that one has kept.
      expect(factsOf(await states(folder, [11_950]))).toEqual(truth);
      expect((await states(folder, [11_950]))[0]!.folded).toBeLessThanOrEqual(100);
    }
  });
});
