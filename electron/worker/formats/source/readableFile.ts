import type { RowProblem } from '../../../../shared/model/finding.ts';
import { type CopyStamp, copySqliteSet } from '../copySqlite.ts';
import type { StoreHead } from '../format.ts';
import { openSqlite } from '../sqlite.ts';
import { sniffTextEncoding, transcodeInto } from '../textEncoding.ts';
import { type FileHead, readHead } from './fileHead.ts';
import { refuseForeignPacking, refuseNested } from './foreignPacking.ts';
import { isZip, packingOf } from './packing.ts';
import { unpackFile } from './unpackFile.ts';
import type { Workspace } from './workspace.ts';

const SQLITE_MAGIC = 'SQLite format 3\0';

/** One file in the form in which a format reads it. */
export interface ReadableFile {
  /** The file itself, or a private copy: unpacked, as UTF-8, or with the `-wal` that belongs to it. */
  readonly readPath: string;
  readonly head: StoreHead;
  /** Bytes of the `-wal` beside a SQLite file. */
  readonly walBytes: number;
  /** Where `readPath` is a copy of a SQLite file with its `-wal`: how these looked then. */
  readonly copied?: CopyStamp;
  readonly notes: readonly string[];
  readonly problems: readonly RowProblem[];
  /** Why what is appended to the file cannot be seen, as a sentence. */
  readonly notLive: string | undefined;
  /** Set for a SQLite file that was made of tables in other forms. */
  readonly imported?: true;
}

export const isSqlite = (start: Buffer): boolean => start.toString('latin1', 0, SQLITE_MAGIC.length) === SQLITE_MAGIC;

/**
 * Makes one file readable without touching anything beside it: gzip and zstd are unpacked, UTF-16 turned into UTF-8,
 * and a SQLite file that SQLite would write next to is copied. `name` is what the person calls it.
 * Throws `not-a-store` for other packings, `unreadable`, `limit-exceeded` or `cancelled`. `known` is its head as it lies
 * on disk, where that was read already.
 */
export async function readableFile(
  path: string,
  name: string,
  workspace: Workspace,
  known?: FileHead,
): Promise<ReadableFile> {
  const { context, limits } = workspace;
  const notes: string[] = [];
  const problems: RowProblem[] = [];
  let readPath = path;
  let start = known ?? (await readHead(readPath));
  const packing = packingOf(start.bytes);
  if (packing !== null) {
    readPath = workspace.privatePath('unpacked');
    const problem = await unpackFile(path, readPath, packing, context, limits);
    notes.push(`The file is compressed with ${packing}; places in it refer to the unpacked content.`);
    if (problem !== null) problems.push(problem);
    start = await readHead(readPath);
    const again = packingOf(start.bytes) ?? (isZip(start.bytes) ? 'zip' : null);
    if (again !== null) refuseNested(again, name);
  }
  refuseForeignPacking(start.bytes, name);
  if (isSqlite(start.bytes)) {
    const set = await copySqliteSet(readPath, start.bytes, () => workspace.privatePath('copy.sqlite'), context);
    notes.push(...set.notes);
    if (set.problem !== null) problems.push(set.problem);
    const head = { ...start, ...sqliteLists(path, set.readPath) };
    return {
      readPath: set.readPath,
      head,
      walBytes: set.walBytes,
      // Of what was unpacked, the original says nothing.
      ...(packing === null && set.copied && { copied: set.copied }),
      notes,
      problems,
      notLive: whyNotLive(packing !== null),
    };
  }
  const encoding = sniffTextEncoding(start.bytes);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const target = workspace.privatePath('utf8');
    await transcodeInto(readPath, target, encoding, context);
    notes.push(`The text is ${encoding.toUpperCase()}; places in it refer to its UTF-8 form.`);
    readPath = target;
    start = await readHead(readPath);
  } else if (encoding === 'utf-8-bom') {
    start = withoutMark(start);
  }
  const notLive = whyNotLive(readPath !== path);
  return { readPath, head: { ...start, tables: null }, walBytes: 0, notes, problems, notLive };
}

/** The head without a UTF-8 byte order mark. */
export const withoutMark = (head: FileHead): FileHead => ({ ...head, bytes: head.bytes.subarray(3) });

const whyNotLive = (isCopy: boolean): string | undefined =>
  isCopy ? 'It was unpacked into a private copy: what is appended is not seen.' : undefined;

/** The tables and views of a SQLite file with their columns. `path` is the original of `readPath`. */
export function sqliteLists(path: string, readPath: string): Pick<StoreHead, 'tables' | 'views'> {
  const file = openSqlite({ path, readPath });
  try {
    return { tables: file.tables(), views: file.views() };
  } finally {
    file.close();
  }
}
