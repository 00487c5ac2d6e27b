import type { FormatRejection } from '../../../../shared/model/store.ts';
import { toWire } from '../../../../shared/protocol/errors.ts';
import type { PartShape, StoreFormat, StoreHead } from '../format.ts';
import { detect } from '../registry.ts';
import { sniffTextEncoding } from '../textEncoding.ts';
import { readUnpackedHead } from './fileHead.ts';
import { refuseForeignPacking } from './foreignPacking.ts';
import { isZip } from './packing.ts';
import { isSqlite, type ReadableFile, readableFile, withoutMark } from './readableFile.ts';
import type { SourceFile } from './sourceFile.ts';
import type { Workspace } from './workspace.ts';

/** One file among several, and what it turned out to be. */
export interface Member {
  readonly file: SourceFile;
  /** `null` where not even its first bytes can be read. */
  readonly head: StoreHead | null;
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

/** Looks at the head of one file, unpacked, and asks every format. */
export async function lookAt(
  file: SourceFile,
  candidates: readonly StoreFormat[],
  workspace: Workspace,
): Promise<Member> {
  const none = { file, head: null, format: null, shape: null, rejections: [], readable: null };
  try {
    let start = await readUnpackedHead(file.path);
    if (isZip(start.bytes)) return { ...none, why: 'It is an archive of its own. Unpack it to see what is in it.' };
    refuseForeignPacking(start.bytes, file.name);
    let readable: ReadableFile | null = null;
    let head: StoreHead;
    if (isSqlite(start.bytes)) {
      readable = await readableFile(file.path, file.name, workspace);
      head = readable.head;
    } else {
      const encoding = sniffTextEncoding(start.bytes);
      if (encoding === 'utf-8-bom') start = withoutMark(start);
      if (encoding === 'utf-16le' || encoding === 'utf-16be') {
        const even = start.bytes.subarray(0, start.bytes.length & ~1);
        start = { ...start, bytes: Buffer.from(new TextDecoder(encoding).decode(even)) };
      }
      head = { ...start, tables: null };
    }
    const { format, rejections } = detect(head, candidates);
    if (format !== null) return { ...none, head, format, shape: format.partShape?.(head) ?? null, why: '', readable };
    return { ...none, head, readable, rejections, why: bestReason(rejections.map(({ reason }) => reason)) };
  } catch (error) {
    workspace.context.signal.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    const denied = code === 'EACCES' || code === 'EPERM';
    return { ...none, why: denied ? 'It may not be read by this user.' : toWire(error).message };
  }
}

/** Of all reasons why a file is no store the one that says most of it: a format that has looked further says more. */
const bestReason = (reasons: readonly string[]): string =>
  reasons.toSorted((a, b) => b.length - a.length)[0] ?? 'No format recognises it.';
