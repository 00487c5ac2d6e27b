import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { KeptIndex } from './keptIndex.ts';
import { FOOT_BYTES, INDEX_VERSION, type KeptHead, MAGIC, MOST_HEAD_BYTES, sectionBytes } from './layout.ts';
import { readExactly } from './sections.ts';

/** Read at once from the end of the file: nearly every head and foot. */
const END_BYTES = 16 * 1024;

/**
 * Opens a kept index of that very identity and reads its head. `null` for anything else: no file, another version,
 * another source, altered, cut off, not ours. Never throws for what the file holds. Whoever gets one closes it.
 */
export async function readIndex(path: string, identity: string): Promise<KeptIndex | null> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch {
    return null;
  }
  const head = await readHead(file, identity).catch(() => null); // A disk that fails: the store is scanned again.
  if (head !== null) return new KeptIndex(file, head);
  await file.close();
  return null;
}

async function readHead(file: FileHandle, identity: string): Promise<KeptHead | null> {
  const { size } = await file.stat();
  if (size < FOOT_BYTES) return null;
  const end = await readExactly(file, Math.max(0, size - END_BYTES), Math.min(size, END_BYTES));
  const foot = end.subarray(end.length - FOOT_BYTES);
  if (!foot.subarray(0, MAGIC.length).equals(MAGIC) || foot.readUInt32LE(8) !== INDEX_VERSION) return null;
  const bytes = foot.readUInt32LE(12);
  if (bytes > Math.min(size - FOOT_BYTES, MOST_HEAD_BYTES)) return null;
  const inEnd = end.length - FOOT_BYTES;
  const json =
    bytes <= inEnd ? end.subarray(inEnd - bytes, inEnd) : await readExactly(file, size - FOOT_BYTES - bytes, bytes);
  if (crc32(json) !== foot.readUInt32LE(16)) return null;
  const head = JSON.parse(json.toString()) as KeptHead;
  if (head.identity !== identity || sectionBytes(head.sections) + bytes + FOOT_BYTES !== size) return null;
  return head;
}
