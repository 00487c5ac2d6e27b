import { type Stats, statSync } from 'node:fs';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { IndexBuilder } from '../../eventIndex/indexBuilder.ts';
import { type CopyStamp, copyStampOf, refreshCopy, sameCopyStamp } from '../copySqlite.ts';
import type { ScanContext, StoreSource } from '../format.ts';
import { isDamage, isLockError, type SqliteFile, type SqliteRow } from '../sqlite.ts';
import { scanTable, type TableScan } from '../sqliteScan.ts';

/** Rows that are compared again before more is read: the first, the last, and some spread over the keys between. */
const COMPARED = 16;
/** Looks at a store that another program keeps locked before Live ends: some ten seconds. */
const MOST_LOCKED_LOOKS = 40;
/** File systems count times in steps: a change may have followed within the one that was seen (milliseconds). */
const STEP_MS = 50;

/** A table whose rows are all handed over: what has become of the store meanwhile may concern any of them. */
export interface FollowedTable extends Pick<TableScan, 'table' | 'key' | 'columns'> {
  /** Columns that are never written again once an event is there. */
  readonly identity: readonly string[];
}

/** Why a SQLite store is not followed, as a sentence; `null` when it is. */
export const whyNotFollowed = (source: StoreSource): string | null =>
  source.readPath === source.path || source.copied !== undefined
    ? null
    : 'The store is read from an unpacked or repaired copy: what is appended is seen when it is opened again.';

/**
 * Reads rows that are appended to a table, behind the last key that was read. A look at a store whose files have not
 * changed is a `stat` of each. Of a store that is read from a copy only what changed is copied: the `-wal`, and the
 * database once something was written back to it. Before anything is read, rows that were there must still be the same.
 */
export class TableTail {
  readonly #source: StoreSource;
  readonly #file: SqliteFile;
  readonly #table: FollowedTable;
  readonly #opened: Stats;
  #copied: CopyStamp | undefined;
  #next: bigint;
  #compared: readonly SqliteRow[] | null = null;
  #seen = '';
  #lockedLooks = 0;

  /** `next`: the key behind the last that was read at opening time. */
  constructor(source: StoreSource, file: SqliteFile, table: FollowedTable, next: bigint) {
    this.#source = source;
    this.#file = file;
    this.#table = table;
    this.#next = next;
    this.#copied = source.copied;
    this.#opened = statSync(source.path);
  }

  /**
   * Hands over the rows that came since the last call and answers the bytes of the store. Throws InspectorError
   * `unreadable` when what was read is no longer what stands there; nothing is read of such a store any more.
   */
  async read(builder: IndexBuilder, context: ScanContext, onRow: (row: SqliteRow) => void): Promise<number> {
    const { stamp, bytes, settled } = this.#look();
    if (stamp === this.#seen) return bytes;
    try {
      if (!(await this.#isCurrent(context))) return bytes;
      this.#mustHoldTheSame(this.#compared ?? []);
      const { table, key, columns } = this.#table;
      await scanTable(this.#file, { table, key, columns, from: this.#next }, builder, context, (row) => {
        onRow(row);
        this.#next = (row[0] as bigint) + 1n;
      });
      this.#compared = this.#sample();
    } catch (error) {
      if (error instanceof InspectorError || context.signal.aborted) throw error;
      if (isLockError(error)) return bytes;
      const { code, message } = error as Error & { readonly code?: string };
      if (code?.startsWith('SQLITE_READONLY')) throw changed('A writer crashed and left a rollback journal beside it');
      throw this.#refuse(`SQLite cannot read it any more: ${message}`);
    }
    if (settled) this.#seen = stamp;
    return bytes;
  }

  #look(): { stamp: string; bytes: number; settled: boolean } {
    const { path } = this.#source;
    const now = statSync(path, { throwIfNoEntry: false });
    if (now === undefined) throw changed('It was moved or removed');
    if (now.ino !== this.#opened.ino || now.dev !== this.#opened.dev) throw changed('Another file has taken its place');
    if (now.size === 0) throw this.#refuse('It has become empty');
    const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
    if (wal !== undefined && this.#copied === undefined) {
      throw changed('It was switched to WAL mode, in which it has to be read from a copy');
    }
    const latest = Math.max(now.mtimeMs, wal?.mtimeMs ?? 0);
    return {
      stamp: [now.size, now.mtimeMs, now.ctimeMs, wal?.size, wal?.mtimeMs, wal?.ctimeMs].join(' '),
      bytes: now.size + (wal?.size ?? 0),
      settled: Math.abs(Date.now() - latest) > STEP_MS,
    };
  }

  /** Whether what SQLite would read is what stands there now; if not, the next look tries again. */
  async #isCurrent(context: ScanContext): Promise<boolean> {
    if (this.#copied !== undefined) {
      // As when it was opened: the copy holds all of it.
      if (this.#compared === null && sameCopyStamp(await copyStampOf(this.#source.path), this.#copied)) return true;
      const refreshed = await refreshCopy(this.#source.path, this.#source.readPath, this.#copied, context);
      if (refreshed === null) return false;
      context.signal.throwIfAborted();
      this.#file.reopen(refreshed.moveIn);
      this.#copied = refreshed.stamp;
      return true;
    }
    if (!this.#file.isLocked()) {
      this.#lockedLooks = 0;
      return true;
    }
    if (++this.#lockedLooks === MOST_LOCKED_LOOKS) throw changed('Another program keeps it locked');
    return false;
  }

  #mustHoldTheSame(before: readonly SqliteRow[]): void {
    try {
      const now = this.#read(before.map(([key]) => key as bigint));
      const same = now.every((row, i) => row?.every((value, k) => sameValue(value, before[i]![k]!)));
      if (!same) throw this.#refuse('Events that were read of it have changed or are gone');
    } catch (error) {
      if (isDamage(error)) throw this.#refuse(`It is damaged or was cut off: ${(error as Error).message}`);
      throw error;
    }
  }

  /** Rows to be compared later, the last that was read among them. */
  #sample(): SqliteRow[] {
    const { table, key } = this.#table;
    try {
      const ends = this.#file.query(
        `SELECT (SELECT ${key} FROM ${table} ORDER BY ${key} LIMIT 1),
          (SELECT ${key} FROM ${table} WHERE ${key} < ? ORDER BY ${key} DESC LIMIT 1)`,
      );
      const [first, last] = ends.get(this.#next)!;
      if (typeof first !== 'bigint' || typeof last !== 'bigint') return [];
      const above = this.#file.query(`SELECT ${key} FROM ${table} WHERE ${key} >= ? ORDER BY ${key} LIMIT 1`);
      const keys = Array.from({ length: COMPARED }, (_, i) => {
        const at = first + ((last - first) * BigInt(i)) / BigInt(COMPARED - 1);
        return above.get(at)![0] as bigint;
      });
      return this.#read([...new Set(keys)]).map((row) => row!);
    } catch (error) {
      // Of a damaged file nothing is compared; its problems are known from the scan.
      if (isDamage(error)) return [];
      throw error;
    }
  }

  #read(keys: readonly bigint[]): (SqliteRow | undefined)[] {
    const { table, key, identity } = this.#table;
    const query = this.#file.query(`SELECT ${[key, ...identity].join(', ')} FROM ${table} WHERE ${key} = ?`);
    return this.#file.together(() => keys.map((value) => query.get(value)));
  }

  /** What the index says of is gone: no record is read any more, rather than another one's. */
  #refuse(what: string): InspectorError {
    const error = changed(what);
    this.#file.refuse(error);
    return error;
  }
}

const sameValue = (a: SqliteRow[number], b: SqliteRow[number]): boolean =>
  Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.equals(b) : a === b;

const changed = (what: string): InspectorError =>
  new InspectorError('unreadable', `${what}.`, { advice: 'Open it again to see what it holds now.' });
