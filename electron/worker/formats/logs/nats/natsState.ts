import { readFileSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import { isJsonObject, parseJson } from '../../../../../shared/json.ts';
import { toText } from '../../fields.ts';
import type { StoredCheckpoint } from '../../format.ts';
import type { SourceFile } from '../../source/sourceFile.ts';

// What lies beside the blocks of a JetStream file store: names, the index of a block up to 2.9, the state of consumers.

const MAGIC = 22;
/** Larger files of these kinds are damaged. */
const LARGEST = 16 * 1024 * 1024;

/** The name of the stream whose blocks lie in a folder `msgs`; `null` where its `meta.inf` is not there. */
export function streamName(files: readonly SourceFile[], block: SourceFile): string | null {
  const folder = dirname(dirname(block.name));
  const meta = files.find(({ name }) => name === (folder === '.' ? 'meta.inf' : `${folder}/meta.inf`));
  return meta === undefined ? null : nameIn(meta);
}

function nameIn(file: SourceFile): string | null {
  try {
    const value = parseJson(contentOf(file).toString());
    return (isJsonObject(value) && (toText(value.name) || toText(value.Name))) || null;
  } catch {
    return null; // Without it checksums are not compared, which is said.
  }
}

/** What the index beside a block says of it: messages that were removed without being erased. */
export interface BlockIndex {
  readonly firstSequence: number;
  readonly deleted: readonly number[];
}

/** Reads `<n>.idx`, as servers up to 2.9 write it; `null` for anything else. */
export function readBlockIndex(file: SourceFile): BlockIndex | null {
  const numbers = new Numbers(contentOf(file));
  if (!numbers.begins(1)) return null;
  numbers.skip(2); // Messages and bytes.
  const firstSequence = numbers.next();
  numbers.skip(3); // Time of the first, sequence and time of the last.
  const count = numbers.next();
  numbers.at += 8; // Checksum of the last message.
  const deleted: number[] = [];
  for (let i = 0; i < count && !numbers.isOver; i++) deleted.push(firstSequence + numbers.next());
  return Number.isNaN(firstSequence) ? null : { firstSequence, deleted };
}

/** How far the consumers of a stream have acknowledged, from `obs/<name>/o.dat`. */
export function readConsumers(files: readonly SourceFile[]): StoredCheckpoint[] {
  return files.flatMap((file) => {
    const consumer = /(?:^|\/)obs\/([^/]+)\/o\.dat$/.exec(file.name)?.[1];
    if (consumer === undefined) return [];
    const numbers = new Numbers(contentOf(file));
    if (!numbers.begins(2)) return [];
    numbers.skip(1); // How many the consumer has acknowledged without a gap; then up to which of the stream.
    const sequence = numbers.next();
    return Number.isNaN(sequence) ? [] : [{ consumer, globalPosition: BigInt(sequence) }];
  });
}

const contentOf = ({ path, bytes }: SourceFile): Buffer => {
  try {
    return bytes > LARGEST ? Buffer.alloc(0) : readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
};

/** Numbers in sevens of bits, one behind the other. */
class Numbers {
  at = 2;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  begins(version: number): boolean {
    return this.#bytes[0] === MAGIC && this.#bytes[1] === version;
  }

  get isOver(): boolean {
    return this.at >= this.#bytes.length;
  }

  /** NaN where it does not end. */
  next(): number {
    let value = 0;
    for (let scale = 1; !this.isOver; scale *= 128) {
      const byte = this.#bytes[this.at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  }

  skip(count: number): void {
    for (let i = 0; i < count; i++) this.next();
  }
}
