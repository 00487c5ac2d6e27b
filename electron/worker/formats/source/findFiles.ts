import { constants, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { formatCount } from '../../../../shared/format.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { listFolder } from '../../folderFiles.ts';
import type { UnpackLimits } from './limits.ts';
import type { FileSet } from './openFiles.ts';
import { naturalOrder } from './partNames.ts';
import type { SourceFile } from './sourceFile.ts';

/** What stands at the paths that the person gave: one file, or a set of files. */
export type Found = { readonly file: SourceFile & { readonly modifiedMs: number } } | { readonly set: FileSet };

/** Looks where the paths lead. Rejects with `not-found`, `not-a-store`, `unreadable`, `limit-exceeded`. */
export async function findFiles(paths: readonly string[], limits: UnpackLimits): Promise<Found> {
  const absolute = paths.map((path) => resolve(path));
  const [first, ...others] = absolute;
  if (first === undefined) throw new Error('No path was given.');
  if (others.length > 0) return { set: await severalFiles([...new Set(absolute)]) };
  const stats = await statsOf(first);
  const name = basename(first);
  if (stats.isDirectory()) return { set: await folderAt(first, name, limits) };
  mustHoldSomething(name, stats);
  return { file: { name, path: first, bytes: stats.size, modifiedMs: stats.mtimeMs } };
}

async function folderAt(path: string, name: string, limits: UnpackLimits): Promise<FileSet> {
  const listing = await listFolder(path, limits.files).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(name, error);
  });
  if (listing.cut) {
    throw new InspectorError(
      'limit-exceeded',
      `The folder "${name}" holds more than ${formatCount(limits.files)} files.`,
      {
        advice: 'Open the folder, or the files in it, that hold the events.',
      },
    );
  }
  return { name, path, kind: 'folder', files: listing.files, passedOver: listing.passedOver };
}

async function severalFiles(paths: readonly string[]): Promise<FileSet> {
  const files: SourceFile[] = [];
  const names = paths.map((path) => basename(path));
  const isClear = new Set(names).size === names.length;
  for (const path of paths.toSorted(naturalOrder)) {
    const stats = await statsOf(path);
    const name = isClear ? basename(path) : path;
    if (stats.isDirectory()) {
      throw new InspectorError('not-a-store', `"${name}" is a folder; several paths have to be files of one store.`, {
        rejections: [],
        advice: 'Open one folder, or the files in it.',
      });
    }
    files.push({ name, path, bytes: stats.size, modifiedMs: stats.mtimeMs });
  }
  const [{ name, path }] = files as [SourceFile];
  const label = files.length === 1 ? name : `${name} and ${files.length - 1} more`;
  return { name: label, path, kind: 'set of files', files, passedOver: [] };
}

async function statsOf(path: string): Promise<Stats> {
  const name = basename(path);
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      throw new InspectorError('not-found', `There is no file "${path}".`);
    }
    throw unreadable(name, error);
  });
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new InspectorError('not-a-store', `"${name}" is not a regular file, but a device, pipe or socket.`, {
      rejections: [],
      advice: 'Save its content to a file and open that.',
    });
  }
  await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(name, error);
  });
  return stats;
}

function mustHoldSomething(name: string, { size }: Stats): void {
  if (size > 0) return;
  throw new InspectorError('not-a-store', `"${name}" is empty (0 bytes).`, {
    rejections: [],
    advice: 'If it is an export, check whether the export finished.',
  });
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
