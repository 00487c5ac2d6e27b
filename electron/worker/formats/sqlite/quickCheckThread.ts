import { parentPort, workerData } from 'node:worker_threads';
import { openSqlite } from '../sqlite.ts';

// A thread that has SQLite look at every page of a file: for a gigabyte that takes seconds, and cannot be interrupted.

/** What the thread is started with: as `openSqlite` takes it. */
export interface QuickCheckData {
  readonly path: string;
  readonly readPath: string;
}

const file = openSqlite(workerData as QuickCheckData);
parentPort?.postMessage(
  file
    .query('PRAGMA quick_check(100)')
    .all()
    .map(([row]) => String(row)),
);
file.close();
