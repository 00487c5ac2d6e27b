import { snappyUncompress } from 'hyparquet';

// Snappy as Kafka's clients write it: one block alone (librdkafka, Go), or the blocks of Java's SnappyOutputStream,
// behind a head of sixteen bytes and each behind its length.

const JAVA = '82534e4150505900';
const JAVA_HEAD = 16;

/** The content of snappy data. Throws RangeError where it is damaged, or larger than `limit` bytes. */
export function unpackSnappy(packed: Buffer, limit: number): Buffer {
  if (packed.toString('hex', 0, 8) !== JAVA) return unpackBlock(packed, limit);
  const blocks: Buffer[] = [];
  let bytes = 0;
  for (let at = JAVA_HEAD; at < packed.length; ) {
    if (at + 4 > packed.length) throw new RangeError('the snappy data ends within a length');
    const length = packed.readInt32BE(at);
    at += 4;
    if (length <= 0 || at + length > packed.length) throw new RangeError('the snappy data ends within a block');
    const block = unpackBlock(packed.subarray(at, at + length), limit - bytes);
    blocks.push(block);
    bytes += block.length;
    at += length;
  }
  return Buffer.concat(blocks);
}

function unpackBlock(block: Buffer, limit: number): Buffer {
  let size = 0;
  for (let i = 0, shift = 0; i < 5; i++, shift += 7) {
    const byte = block[i] ?? 0;
    size += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (size > limit) throw new RangeError(`it unpacks to more than ${limit} bytes`);
  const output = Buffer.alloc(size);
  try {
    snappyUncompress(block, output);
  } catch (error) {
    throw new RangeError((error as Error).message);
  }
  return output;
}
