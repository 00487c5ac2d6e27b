import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { createTempFolder } from '../tempFolder.ts';
import { threadEntry } from '../threadEntry.ts';
import type { QuickCheckData } from './quickCheckThread.ts';

/**
 * What `PRAGMA quick_check` says of a SQLite file (https://www.sqlite.org/pragma.html#pragma_quick_check): at most 100
 * sentences on damaged pages and rows, none when all is well. It runs in a thread of its own, over a copy where
 * `readPath` is a private copy: that one is locked by who reads it. Throws when `signal` is aborted, and `unreadable`.
 */
export async function quickCheck({ path, readPath }: QuickCheckData, signal: AbortSignal): Promise<readonly string[]> {
  if (path === readPath) return runThread({ path, readPath }, signal);
  const folder = createTempFolder();
  try {
    const copy = join(folder.path, 'store');
    for (const part of ['', '-wal', '-journal']) {
      await copyFile(readPath + part, copy + part).catch((error: NodeJS.ErrnoException) => {
        if (part === '' || error.code !== 'ENOENT') throw error;
      });
    }
    return await runThread({ path, readPath: copy }, signal);
  } finally {
    folder.dispose();
  }
}

async function runThread(data: QuickCheckData, signal: AbortSignal): Promise<readonly string[]> {
  const thread = new Worker(threadEntry(import.meta.dirname, 'quickCheckThread'), { workerData: data });
  try {
    const [rows] = (await once(thread, 'message', { signal })) as [string[]];
    return rows.length === 1 && rows[0] === 'ok' ? [] : rows;
  } catch (error) {
    signal.throwIfAborted();
    throw new InspectorError('unreadable', `SQLite cannot look at the pages of the file: ${(error as Error).message}`);
  } finally {
    await thread.terminate();
  }
}
