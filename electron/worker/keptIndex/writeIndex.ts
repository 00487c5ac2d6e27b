import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { nextTurn } from '../breathe.ts';
import {
  dictionaries,
  fileBytes,
  INDEX_VERSION,
  type KeptContent,
  type KeptHead,
  MAGIC,
  PREFIX_BYTES,
  padded,
  type Section,
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
 * step. Answers its bytes; `null` when it would be larger than `most`, and nothing is written. When it throws, the
 * temporary file is gone again. Gives way after every block.
 */
export async function writeIndex(
  target: { readonly path: string; readonly temporary: string; readonly most: number },
  identity: string,
  content: KeptContent,
): Promise<number | null> {
  const plan = await planOf(content);
  const sections = plan.map(({ section }) => section);
  const start = startOf(identity, content, sections);
  const total = fileBytes(start.length - PREFIX_BYTES, sections);
  if (total > target.most) return null;
  // O_EXCL: never through a link that somebody else has put there.
  const file = await open(target.temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    try {
      await writeAll(file, start);
      const sums = new Uint32Array(plan.length + 1);
      sums[0] = crc32(start);
      for (const [i, { section, blocks }] of plan.entries()) {
        let sum = 0;
        for (const block of blocks()) {
          sum = crc32(block, sum);
          await writeAll(file, block);
        }
        const padding = new Uint8Array(padded(section.bytes) - section.bytes);
        sums[i + 1] = crc32(padding, sum);
        await writeAll(file, padding);
      }
      await writeAll(file, new Uint8Array(sums.buffer));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(target.temporary, target.path);
  } catch (error) {
    await rm(target.temporary, { force: true });
    throw error;
  }
  return total;
}

function startOf(identity: string, { parts, scanned }: KeptContent, sections: readonly Section[]): Buffer {
  const orNull = (time: number): number | null => (Number.isNaN(time) ? null : time);
  const head: KeptHead = {
    identity,
    length: parts.length,
    streams: parts.streams.ends.length,
    types: parts.types.ends.length,
    schemaVersions: parts.schemaVersions.ends.length,
    problemCount: parts.problemCount,
    firstTime: orNull(parts.firstTime),
    lastTime: orNull(parts.lastTime),
    positionsAscend: parts.positionsAscend,
    scanned,
    sections,
  };
  const json = Buffer.from(JSON.stringify(head));
  const start = Buffer.alloc(PREFIX_BYTES + padded(json.length), ' ');
  MAGIC.copy(start);
  start.writeUInt32LE(INDEX_VERSION, 8);
  start.writeUInt32LE(padded(json.length), 12);
  json.copy(start, PREFIX_BYTES);
  return start;
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
