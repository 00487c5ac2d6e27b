import type { PathLike } from 'node:fs';
import { mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import type * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { detect, formats } from '../../../../../electron/worker/formats/registry.ts';
import { HEAD_BYTES } from '../../../../../electron/worker/formats/source/fileHead.ts';
import { prepareSource } from '../../../../../electron/worker/formats/source.ts';
import { logEvents } from '../../../../builders/logs/logEvent.ts';
import { blockWriter, natsMessageOf } from '../../../../builders/logs/natsBlock.ts';
import { scanContext } from '../../../../builders/scanContext.ts';
import { scratchFolder } from '../../../../builders/scratch.ts';
import { storeBuilders } from '../../../../builders/stores/storeBuilders.ts';

// Whatever the size of a store: what it is, is decided by the bytes at its beginning.

const counted = vi.hoisted(() => ({ bytes: 0, reads: 0 }));

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof promises>();
  const open = async (path: PathLike, flags: string): Promise<promises.FileHandle> => {
    const file = await actual.open(path, flags);
    const read = file.read.bind(file) as (...given: unknown[]) => Promise<{ bytesRead: number; buffer: Buffer }>;
    return Object.assign(file, {
      read: async (...given: unknown[]) => {
        const answer = await read(...given);
        counted.bytes += answer.bytesRead;
        counted.reads++;
        return answer;
      },
    });
  };
  return { ...actual, open };
});

vi.mock('node:fs', async (original) => {
  const actual = await original<typeof import('node:fs')>();
  const never = (name: string) => (): never => {
    throw new Error(`Detection called ${name}: it reads more than a head.`);
  };
  const readSync = (...given: Parameters<typeof actual.readSync>): number => {
    const bytes = actual.readSync(...given);
    counted.bytes += bytes;
    counted.reads++;
    return bytes;
  };
  return { ...actual, readSync, createReadStream: never('createReadStream'), readFileSync: never('readFileSync') };
});

const scratch = scratchFolder();
const events = logEvents(2500);
/** Far more than any head. */
const LARGE = 64 * 1024 * 1024;

async function detected(path: string): Promise<string | undefined> {
  counted.bytes = 0;
  counted.reads = 0;
  const { source, head } = await prepareSource(path, scanContext());
  source.dispose();
  return detect(head).format?.id;
}

describe('of a large file', () => {
  it.each(formats.map(({ id }) => id))('%s, a bounded head is read', async (id) => {
    const path = join(scratch.folder, id);
    await storeBuilders[id]!(path, events);
    // The pages of a SQLite file say how many there are.
    if (statSync(path).isFile() && !id.endsWith('-sqlite')) truncateSync(path, LARGE);
    expect(await detected(path)).toBe(id);
    expect(counted.reads).toBeGreaterThan(0);
    expect(counted.reads).toBeLessThanOrEqual(8);
    expect(counted.bytes).toBeLessThanOrEqual(2 * HEAD_BYTES);
  });
});

it('of a folder with thousands of files, the beginnings of some are read', async () => {
  const folder = join(scratch.folder, 'many');
  mkdirSync(join(folder, 'msgs'), { recursive: true });
  writeFileSync(join(folder, 'meta.inf'), '{"name":"MANY"}');
  for (let block = 1; block <= 2000; block++) {
    writeFileSync(join(folder, `msgs/${block}.blk`), blockWriter('MANY', block)(natsMessageOf(events[0]!, block)));
  }
  truncateSync(join(folder, 'msgs/1.blk'), LARGE);
  expect(await detected(folder)).toBe('nats-jetstream');
  expect(counted.reads).toBeLessThanOrEqual(300);
  expect(counted.bytes).toBeLessThanOrEqual(300 * 4096);
});
