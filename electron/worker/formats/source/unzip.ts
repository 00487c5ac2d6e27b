import type { Readable } from 'node:stream';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { plural } from '../../../../shared/format.ts';
import type { RowProblem } from '../../../../shared/model/finding.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { entryName } from './entryName.ts';
import { UnpackBudget } from './limits.ts';
import { salvageZip } from './salvageZip.ts';
import type { SourceFile } from './sourceFile.ts';
import { isSystemError, UnzippedFiles, unknownMethod } from './unzippedFiles.ts';
import type { Workspace } from './workspace.ts';

export interface Unzipped {
  /** What was in it, each file in the private folder under a number: names in an archive never become paths. */
  readonly files: readonly SourceFile[];
  readonly problems: readonly RowProblem[];
  readonly notes: readonly string[];
}

const ENCRYPTED = 'It is encrypted.';

/**
 * Unpacks every file of a zip archive into the private folder. An entry that is encrypted, packed in an unknown way or
 * damaged is a problem; what of it could be read is kept. Throws `not-a-store` for an archive that holds nothing that
 * can be read, `limit-exceeded` for a bomb, `unreadable` where nothing is left of it.
 */
export async function unzip(path: string, name: string, bytes: number, workspace: Workspace): Promise<Unzipped> {
  const unpacked = new UnzippedFiles(workspace, new UnpackBudget('The zip file', bytes, workspace.limits));
  const archive = await openArchive(path);
  const notes: string[] = [];
  if (archive === null) await salvageZip(path, unpacked);
  else {
    try {
      const links = await unpackAll(archive, unpacked, workspace.context.signal);
      if (links > 0) notes.push(`${plural(links, 'link')} in the archive ${links === 1 ? 'was' : 'were'} passed over.`);
    } finally {
      archive.close();
    }
  }
  const { files, problems } = unpacked;
  if (files.length === 0) refuse(name, problems);
  return { files, problems, notes };
}

/** `null` where the directory at the archive's end is not there: it was cut off. */
async function openArchive(path: string): Promise<ZipFile | null> {
  try {
    return await openPromise(path, { decodeStrings: false, autoClose: false });
  } catch (error) {
    if (isSystemError(error)) throw error;
    return null;
  }
}

/** Unpacks every entry that the archive's directory lists. */
async function unpackAll(archive: ZipFile, unpacked: UnzippedFiles, signal: AbortSignal): Promise<number> {
  let links = 0;
  try {
    for await (const entry of archive.eachEntry()) {
      const name = nameOf(entry);
      if (name === '' || name.endsWith('/')) continue;
      if (isLink(entry)) links++;
      else if (entry.isEncrypted()) unpacked.problem(name, ENCRYPTED);
      else if (!entry.canDecodeFileData()) unpacked.problem(name, unknownMethod(entry.compressionMethod));
      else await unpackEntry(archive, entry, name, unpacked);
    }
  } catch (error) {
    if (error instanceof InspectorError || isSystemError(error)) throw error;
    signal.throwIfAborted();
    unpacked.problem('the directory of the archive', `It is damaged: ${(error as Error).message}.`);
  }
  return links;
}

async function unpackEntry(archive: ZipFile, entry: Entry, name: string, unpacked: UnzippedFiles): Promise<void> {
  let stream: Readable;
  try {
    stream = await archive.openReadStreamPromise(entry);
  } catch (error) {
    if (isSystemError(error)) throw error;
    return unpacked.problem(name, `It cannot be found in the archive: ${(error as Error).message}.`);
  }
  await unpacked.take(name, stream, (checksum) => checksum === entry.crc32);
}

function nameOf(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  return entryName(getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true));
}

/** A symbolic link, by the mode that Unix writers leave in the upper half. */
const isLink = ({ externalFileAttributes }: Entry): boolean =>
  ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

function refuse(name: string, problems: readonly RowProblem[]): never {
  if (problems.length > 0 && problems.every(({ reason }) => reason === ENCRYPTED)) {
    throw new InspectorError('unreadable', `"${name}" is an encrypted zip file.`, {
      advice: 'Unpack it with its password and open what comes out.',
    });
  }
  if (problems.length > 0) {
    const { place, reason } = problems[0]!;
    throw new InspectorError('unreadable', `Nothing in the zip file "${name}" can be read. ${place}: ${reason}`);
  }
  throw new InspectorError('not-a-store', `"${name}" is a zip file with nothing in it.`, { rejections: [] });
}
