import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { KeptIndexes } from '../../../../../electron/worker/keptIndex/keptIndexes.ts';
import { type Opening, openOnce, settle } from '../../../../builders/logContent.ts';
import { scratchFolder } from '../../../../builders/scratch.ts';

const scratch = scratchFolder();
const writer = join(import.meta.dirname, 'killedWriter.ts');
const cache = (): string => mkdtempSync(join(scratch.folder, 'cache-'));

let path: string;
let truth: Opening['content'];
beforeAll(async () => {
  const line = (i: number): string => `{"streamId":"s-${i % 50}","type":"T${i % 3}","eventId":"e${i}","data":${i}}\n`;
  path = join(scratch.folder, 'log.jsonl');
  writeFileSync(path, Array.from({ length: 2000 }, (_, i) => line(i)).join(''));
  truth = (await openOnce(await settle(path), null)).content;
});

/** Keeps the index in a process of its own. Answers how many operations that took; `null` when it was killed. */
async function keepElsewhere(folder: string, killAt = 0): Promise<number | null> {
  try {
    const run = promisify(execFile)(process.execPath, [writer, path, folder, String(killAt)]);
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
