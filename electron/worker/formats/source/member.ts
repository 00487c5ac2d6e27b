import type { FormatRejection } from '../../../../shared/model/store.ts';
import { toWire } from '../../../../shared/protocol/errors.ts';
import type { PartShape, StoreFormat, StoreHead } from '../format.ts';
import { detect } from '../registry.ts';
import { tablesOfOneFile } from '../relational/findTables.ts';
import { importTables } from '../relational/importTables.ts';
import { sniffTextEncoding } from '../textEncoding.ts';
import { readUnpackedHead } from './fileHead.ts';
import { refuseForeignPacking } from './foreignPacking.ts';
import { isZip } from './packing.ts';
import { isSqlite, type ReadableFile, readableFile, withoutMark } from './readableFile.ts';
import type { SourceFile } from './sourceFile.ts';
import type { Workspace } from './workspace.ts';

/** One file among several with its head, unpacked and as UTF-8; `why` where it cannot be looked at. */
export type HeadedMember =
  | { readonly file: SourceFile; readonly head: StoreHead; readonly readable: ReadableFile | null; readonly why: null }
  | { readonly file: SourceFile; readonly head: null; readonly readable: null; readonly why: string };

/** One file among several, and what it turned out to be. */
export interface Member {
  readonly file: SourceFile;
  /** The format that opens it by itself. */
  readonly format: StoreFormat | null;
  /** What it has in common with other parts of the same export, if it can be one. */
  readonly shape: PartShape | null;
  /** Why it does not open by itself; empty where it does. */
  readonly why: string;
  /** Why each format does not open it; empty where one does, or none was asked. */
  readonly rejections: readonly FormatRejection[];
  /** Set where it had to be made readable to be looked at. */
  readonly readable: ReadableFile | null;
}

/** Reads the head of one file. A SQLite file is made readable for that: its tables are part of its head. */
export async function headOf(file: SourceFile, workspace: Workspace): Promise<HeadedMember> {
  const none = (why: string): HeadedMember => ({ file, head: null, readable: null, why });
  try {
    const start = await readUnpackedHead(file.path);
    if (isZip(start.bytes)) return none('It is an archive of its own. Unpack it to see what is in it.');
    refuseForeignPacking(start.bytes, file.name);
    if (isSqlite(start.bytes)) {
      const readable = await readableFile(file.path, file.name, workspace);
      return { file, head: readable.head, readable, why: null };
    }
    const encoding = sniffTextEncoding(start.bytes);
    const head = { ...(encoding === 'utf-8-bom' ? withoutMark(start) : start), tables: null };
    if (encoding !== 'utf-16le' && encoding !== 'utf-16be') return { file, head, readable: null, why: null };
    const even = start.bytes.subarray(0, start.bytes.length & ~1);
    const bytes = Buffer.from(new TextDecoder(encoding).decode(even));
    return { file, head: { ...head, bytes }, readable: null, why: null };
  } catch (error) {
    workspace.context.signal.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    const denied = code === 'EACCES' || code === 'EPERM';
    return none(denied ? 'It may not be read by this user.' : toWire(error).message);
  }
}

/** Asks every format about one file. Rows that are better read as tables are imported first. */
export async function identify(
  member: HeadedMember,
  candidates: readonly StoreFormat[],
  workspace: Workspace,
): Promise<Member> {
  const { file } = member;
  const none = { file, format: null, shape: null, rejections: [] };
  if (member.head === null) return { ...none, readable: null, why: member.why };
  const tables = tablesOfOneFile(member, candidates);
  const readable = tables === null ? member.readable : await importTables(tables, workspace);
  const head = readable?.head ?? member.head;
  const { format, rejections } = detect(head, candidates);
  if (format !== null) return { ...none, format, shape: format.partShape?.(head) ?? null, why: '', readable };
  return { ...none, readable, rejections, why: bestReason(rejections.map(({ reason }) => reason)) };
}

/** Of all reasons why a file is no store the one that says most of it: a format that has looked further says more. */
const bestReason = (reasons: readonly string[]): string =>
  reasons.toSorted((a, b) => b.length - a.length)[0] ?? 'No format recognises it.';
