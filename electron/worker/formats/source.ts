import type { RowProblem } from '../../../shared/model/finding.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { ScanContext, StoreFormat, StoreHead, StoreSource } from './format.ts';
import { formats } from './registry.ts';
import { tablesOfOneFile } from './relational/findTables.ts';
import { importTables } from './relational/importTables.ts';
import { readHead } from './source/fileHead.ts';
import { findFiles } from './source/findFiles.ts';
import { standardLimits, type UnpackLimits } from './source/limits.ts';
import { type FileSet, type OpenedFiles, openFiles } from './source/openFiles.ts';
import { isZip } from './source/packing.ts';
import { readableFile } from './source/readableFile.ts';
import type { SourceFile } from './source/sourceFile.ts';
import { unzip } from './source/unzip.ts';
import { Workspace } from './source/workspace.ts';

export interface PreparedSource {
  readonly source: StoreSource;
  readonly head: StoreHead;
  /** What was damaged before any format saw the content, e.g. compressed data that ends early. */
  readonly problems: readonly RowProblem[];
}

export interface PrepareOptions {
  readonly limits?: UnpackLimits;
  readonly candidates?: readonly StoreFormat[];
  /** Of a folder, an archive or several files the one to read, by the name that errors and notes call it. */
  readonly file?: string | undefined;
}

/**
 * Looks at what a path holds, or several that are one store, and makes it readable without touching anything beside it:
 * gzip, zstd and zip are unpacked, UTF-16 is turned into UTF-8, parts of one export are joined and a SQLite file that
 * SQLite would write next to is copied, each into a private folder that `dispose` removes. Rejects with `not-found`,
 * `not-a-store`, `unreadable`, `limit-exceeded` or `cancelled`.
 */
export async function prepareSource(
  given: string | readonly string[],
  context: ScanContext,
  { limits = standardLimits, candidates = formats, file }: PrepareOptions = {},
): Promise<PreparedSource> {
  const workspace = new Workspace(context, limits);
  try {
    const found = await findFiles(typeof given === 'string' ? [given] : given, limits);
    if ('file' in found) return await prepareFile(found.file, candidates, workspace, file);
    const set = onlyFile(found.set, file);
    const opened = await openFiles(set, candidates, workspace);
    return prepared(set, set.files, opened, workspace);
  } catch (error) {
    workspace.dispose();
    throw error;
  }
}

async function prepareFile(
  file: SourceFile,
  candidates: readonly StoreFormat[],
  workspace: Workspace,
  wanted: string | undefined,
): Promise<PreparedSource> {
  const { name, path, bytes } = file;
  const start = await readHead(path);
  if (!isZip(start.bytes)) {
    const readable = await readableFile(path, name, workspace, start);
    const tables = tablesOfOneFile({ file: { ...file, path: readable.readPath }, head: readable.head }, candidates);
    if (tables === null) return prepared(file, [file], readable, workspace);
    const imported = await importTables(tables, workspace);
    const notes = [...readable.notes, ...imported.notes];
    const problems = [...readable.problems, ...imported.problems];
    return prepared(file, [file], { ...imported, notes, problems }, workspace);
  }
  const { files, problems, notes } = await unzip(path, name, bytes, workspace);
  const set = onlyFile({ name, path, kind: 'zip file', files, passedOver: [] }, wanted);
  const opened = await openFiles(set, candidates, workspace);
  return prepared(
    file,
    [file],
    {
      ...opened,
      notes: ['The file is a zip archive; it was unpacked into a private copy.', ...notes, ...opened.notes],
      problems: [...problems, ...opened.problems],
      notLive: opened.notLive ?? 'It was unpacked into a private copy: what is appended is not seen.',
    },
    workspace,
  );
}

/** A set of files without those that are not wanted. */
function onlyFile(set: FileSet, wanted: string | undefined): FileSet {
  if (wanted === undefined) return set;
  const files = set.files.filter(({ name }) => name === wanted);
  if (files.length > 0) return { ...set, files, passedOver: [] };
  throw new InspectorError('not-found', `There is no file "${wanted}" in the ${set.kind} "${set.name}".`);
}

/** `from` is what the person opened; where one file of a folder is the store, that file takes its place. */
function prepared(
  from: { readonly name: string; readonly path: string; readonly kind?: FileSet['kind'] },
  originals: readonly SourceFile[],
  { only, notLive, readPath, head, walBytes, copied, imported, notes, problems, files, parts }: OpenedFiles,
  workspace: Workspace,
): PreparedSource {
  const isOne = only !== undefined && from.kind !== undefined;
  const own = isOne ? [only] : originals;
  const { name, path } = isOne ? only : from;
  const source: StoreSource = {
    path,
    name,
    readPath,
    bytes: own.reduce((sum, { bytes }) => sum + bytes, walBytes),
    modifiedMs: Math.max(...own.map(({ modifiedMs }) => modifiedMs ?? 0)),
    notes,
    originals: own,
    ...(head.tables !== null && !imported && { isDatabase: true }),
    ...(copied && { copied }),
    ...(files && { files }),
    ...(parts && { parts }),
    ...(notLive !== undefined && { notLive }),
    dispose: () => workspace.dispose(),
  };
  return { source, head, problems };
}
