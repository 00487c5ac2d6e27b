import { constants, type Stats } from 'node:fs';
import { access, type FileHandle, open, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { RowProblem } from '../../../shared/model/finding.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { copySqliteSet } from './copySqlite.ts';
import type { ScanContext, StoreHead, StoreSource } from './format.ts';
import { type GunzipLimits, gunzipInto, standardGunzipLimits } from './gunzip.ts';
import { openSqlite } from './sqlite.ts';
import { createTempFolder, type TempFolder } from './tempFolder.ts';
import { sniffTextEncoding, transcodeInto } from './textEncoding.ts';

const HEAD_BYTES = 256 * 1024;
const SQLITE_MAGIC = 'SQLite format 3\0';

export interface PreparedSource {
  readonly source: StoreSource;
  readonly head: StoreHead;
  /** What was damaged before any format saw the content, e.g. compressed data that ends early. */
  readonly problems: readonly RowProblem[];
}

/**
 * Looks at what a path holds and makes it readable without touching anything beside it: gzip is unpacked, UTF-16
 * turned into UTF-8 and a SQLite file that SQLite would write next to is copied, each into a private folder that
 * `dispose` removes. Rejects with `not-found`, `not-a-store`, `unreadable`, `limit-exceeded` or `cancelled`.
 */
export async function prepareSource(
  path: string,
  context: ScanContext,
  limits: GunzipLimits = standardGunzipLimits,
): Promise<PreparedSource> {
  const absolute = resolve(path);
  const name = basename(absolute);
  const { size: bytes, mtimeMs: modifiedMs } = await statsOfFile(absolute, name);
  const notes: string[] = [];
  const problems: RowProblem[] = [];
  let temp: TempFolder | undefined;
  const privatePath = (file: string): string => {
    temp ??= createTempFolder();
    return join(temp.path, file);
  };

  try {
    let readPath = absolute;
    let start = await readStart(readPath);
    if (start.bytes[0] === 0x1f && start.bytes[1] === 0x8b) {
      readPath = privatePath('unpacked');
      const unpacked = await gunzipInto(absolute, readPath, context, limits);
      notes.push('The file is compressed with gzip; places in it refer to the unpacked content.');
      if (unpacked.problem !== null) problems.push(unpacked.problem);
      start = await readStart(readPath);
    }
    let walBytes = 0;
    let copied: StoreSource['copied'];
    let tables: StoreHead['tables'] = null;
    if (start.bytes.toString('latin1', 0, SQLITE_MAGIC.length) === SQLITE_MAGIC) {
      const set = await copySqliteSet(readPath, start.bytes, () => privatePath('copy.sqlite'), context);
      walBytes = set.walBytes;
      if (readPath === absolute) copied = set.copied;
      notes.push(...set.notes);
      if (set.problem !== null) problems.push(set.problem);
      readPath = set.readPath;
      const file = openSqlite({ path: absolute, readPath });
      try {
        tables = file.tables();
      } finally {
        file.close();
      }
    } else {
      const encoding = sniffTextEncoding(start.bytes);
      if (encoding === 'utf-16le' || encoding === 'utf-16be') {
        const target = privatePath('utf8');
        await transcodeInto(readPath, target, encoding, context);
        notes.push(`The text is ${encoding.toUpperCase()}; places in it refer to its UTF-8 form.`);
        readPath = target;
        start = await readStart(readPath);
      } else if (encoding === 'utf-8-bom') {
        start = { ...start, bytes: start.bytes.subarray(3) };
      }
    }
    const source: StoreSource = {
      path: absolute,
      name,
      readPath,
      bytes: bytes + walBytes,
      ...(copied === undefined ? {} : { copied }),
      modifiedMs,
      notes,
      dispose: () => temp?.dispose(),
    };
    return { source, head: { ...start, tables }, problems };
  } catch (error) {
    temp?.dispose();
    throw error;
  }
}

async function statsOfFile(path: string, name: string): Promise<Stats> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      throw new InspectorError('not-found', `There is no file "${path}".`);
    }
    throw unreadable(name, error);
  });
  if (stats.isDirectory()) {
    throw new InspectorError('not-a-store', `"${name}" is a folder. This version opens one file at a time.`, {
      rejections: [],
      advice: 'Open the file in it that holds the events.',
    });
  }
  if (!stats.isFile()) {
    throw new InspectorError('not-a-store', `"${name}" is not a regular file, but a device, pipe or socket.`, {
      rejections: [],
      advice: 'Save its content to a file and open that.',
    });
  }
  await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(name, error);
  });
  if (stats.size === 0) {
    throw new InspectorError('not-a-store', `"${name}" is empty (0 bytes).`, {
      rejections: [],
      advice: 'If it is an export, check whether the export finished.',
    });
  }
  return stats;
}

const unreadable = (name: string, error: NodeJS.ErrnoException): InspectorError =>
  new InspectorError(
    'unreadable',
    error.code === 'EACCES' || error.code === 'EPERM'
      ? `"${name}" may not be read by this user.`
      : `"${name}" cannot be read: ${error.message}.`,
    { advice: 'Check its permissions, or copy it to a place where you can read it.' },
    error,
  );

async function readStart(path: string): Promise<{ bytes: Buffer; whole: boolean }> {
  const file: FileHandle = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(HEAD_BYTES, size));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { bytes: buffer.subarray(0, filled), whole: size <= HEAD_BYTES };
  } finally {
    await file.close();
  }
}
