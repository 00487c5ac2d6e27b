import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { partsBytes } from '../eventIndex/indexParts.ts';
import { nextTurn } from '../turns/breathe.ts';
import {
  type CheckedSection,
  dictionaries,
  FOOT_BYTES,
  INDEX_VERSION,
  type KeptContent,
  type KeptHead,
  MAGIC,
  type Section,
  sectionBytes,
  type TextForm,
} from './layout.ts';
import { type Column, kindOf, PACK_AT_ONCE, pack, packedBytes, packingOf } from './packing.ts';

/** Bytes that are checked and handed to the system in one go. */
const BLOCK = 4 << 20;

/** A section with where its bytes come from, block by block. */
interface Planned {
  readonly section: Section;
  blocks(): Iterable<Uint8Array>;
}

/**
 * Writes a kept index: into `temporary`, which must not exist, then with everything on disk under its name, in one
 * step. Answers `false` when it could be larger than `most`, and nothing is written. When it throws, the temporary file
 * is gone again. Gives way after every block.
 */
export async function writeIndex(
  target: { readonly path: string; readonly temporary: string; readonly most: number },
  identity: string,
  content: KeptContent,
): Promise<boolean> {
  const plan = await planOf(content);
  // No checksum is longer.
  const unchecked = plan.map(({ section }) => ({ ...section, sum: 0xffff_ffff }));
  if (sectionBytes(unchecked) + endOf(identity, content, unchecked).length > target.most) return false;
  // O_EXCL: never through a link that somebody else has put there.
  const file = await open(target.temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    try {
      const sections: CheckedSection[] = [];
      for (const { section, blocks } of plan) {
        let sum = 0;
        for (const block of blocks()) {
          sum = crc32(block, sum);
          await writeAll(file, block);
        }
        sections.push({ ...section, sum });
      }
      await writeAll(file, endOf(identity, content, sections));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(target.temporary, target.path);
  } catch (error) {
    await rm(target.temporary, { force: true });
    throw error;
  }
  return true;
}

/** Head and foot. */
function endOf(
  identity: string,
  { parts, format, layout, fingerprint, scanned }: KeptContent,
  sections: readonly CheckedSection[],
): Buffer {
  const orNull = (time: number): number | null => (Number.isNaN(time) ? null : time);
  const head: KeptHead = {
    identity,
    format,
    layout,
    fingerprint,
    scanned,
    length: parts.length,
    streams: parts.streams.ends.length,
    types: parts.types.ends.length,
    schemaVersions: parts.schemaVersions.ends.length,
    problemCount: parts.problemCount,
    firstTime: orNull(parts.firstTime),
    lastTime: orNull(parts.lastTime),
    positionsAscend: parts.positionsAscend,
    indexBytes: partsBytes(parts),
    sections,
  };
  const json = Buffer.from(JSON.stringify(head));
  const foot = Buffer.alloc(FOOT_BYTES);
  MAGIC.copy(foot);
  foot.writeUInt32LE(INDEX_VERSION, 8);
  foot.writeUInt32LE(json.length, 12);
  foot.writeUInt32LE(crc32(json), 16);
  return Buffer.concat([json, foot]);
}

async function planOf({ parts }: KeptContent): Promise<Planned[]> {
  const { columns, clock } = parts;
  const plan: Planned[] = [];
  for (const [name, column] of Object.entries(columns) as [string, Column][]) {
    plan.push(await planColumn(`column:${name}`, column));
  }
  if (clock !== null) plan.push(await planColumn('clock', clock));
  plan.push(await planColumn('streamLengths', parts.streamLengths));
  for (const name of dictionaries) {
    const { ends, text } = parts[name];
    plan.push(await planColumn(`${name}:ends`, ends));
    plan.push(planText(`${name}:text`, text));
  }
  plan.push(planText('problems', JSON.stringify(parts.problems)));
  return plan;
}

async function planColumn(name: string, column: Column): Promise<Planned> {
  const { length } = column;
  const as = await packingOf(column, nextTurn);
  const step = as === 'raw' ? BLOCK / column.BYTES_PER_ELEMENT : PACK_AT_ONCE;
  return {
    section: { name, bytes: packedBytes(column, as, length), as, of: kindOf(column) },
    *blocks() {
      for (let from = 0; from < length; from += step) yield pack(column, as, from, Math.min(length, from + step));
    },
  };
}

function planText(name: string, text: string): Planned {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of Latin-1 begins at 0.
  const as: TextForm = /[^\x00-\xff]/.test(text) ? 'utf16le' : 'latin1';
  return {
    section: { name, bytes: text.length * (as === 'latin1' ? 1 : 2), as },
    *blocks() {
      for (let from = 0; from < text.length; from += BLOCK) yield Buffer.from(text.slice(from, from + BLOCK), as);
    },
  };
}

/** A write may take less than it was given. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
}
