// pure. The LZ4 frame and block formats, by lz4's doc/lz4_Frame_format.md and doc/lz4_Block_format.md. Checksums inside
// a frame are not compared: whoever holds a frame has one of his own over all of it.

const MAGIC = 0x184d2204;

/** The content of a frame. Throws RangeError where it is damaged, or larger than `limit` bytes. */
export function unpackLz4Frame(frame: Buffer, limit: number): Buffer {
  if (frame.length < 11 || frame.readUInt32LE(0) !== MAGIC) throw new RangeError('it is no LZ4 frame');
  const flags = frame[4]!;
  if (flags >> 6 !== 1) throw new RangeError(`the LZ4 frame has version ${flags >> 6}`);
  const hasBlockChecksum = (flags & 0x10) !== 0;
  // Flags, block size, then the content's size and a dictionary's id where they are said, and a checksum of the header.
  let at = 6 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0) + 1;
  let output = Buffer.allocUnsafe(Math.min(limit, Math.max(64 * 1024, 4 * frame.length)));
  let filled = 0;
  const room = (more: number): void => {
    if (filled + more > limit) throw new RangeError(`it unpacks to more than ${limit} bytes`);
    if (filled + more <= output.length) return;
    const larger = Buffer.allocUnsafe(Math.min(limit, Math.max(filled + more, 2 * output.length)));
    output.copy(larger, 0, 0, filled);
    output = larger;
  };
  for (;;) {
    if (at + 4 > frame.length) throw new RangeError('the LZ4 frame ends early');
    const head = frame.readUInt32LE(at);
    at += 4;
    if (head === 0) return output.subarray(0, filled);
    const size = head & 0x7fffffff;
    if (at + size > frame.length) throw new RangeError('the LZ4 frame ends within a block');
    if (head & 0x80000000) {
      room(size);
      frame.copy(output, filled, at, at + size);
      filled += size;
    } else block(frame, at, at + size);
    at += size + (hasBlockChecksum ? 4 : 0);
  }

  /** Sequences of a token, bytes to copy as they are, and a piece of the output to repeat. */
  function block(bytes: Buffer, from: number, to: number): void {
    let i = from;
    const longLength = (): number => {
      let length = 0;
      for (let byte = 255; byte === 255; length += byte) {
        if (i >= to) throw new RangeError('an LZ4 block ends within a length');
        byte = bytes[i++]!;
      }
      return length;
    };
    while (i < to) {
      const token = bytes[i++]!;
      const literals = token >> 4 === 15 ? 15 + longLength() : token >> 4;
      if (i + literals > to) throw new RangeError('an LZ4 block ends within its text');
      room(literals);
      bytes.copy(output, filled, i, i + literals);
      filled += literals;
      i += literals;
      if (i === to) return; // The last sequence has no repetition.
      if (i + 2 > to) throw new RangeError('an LZ4 block ends within an offset');
      const offset = bytes[i]! | (bytes[i + 1]! << 8);
      i += 2;
      if (offset === 0 || offset > filled) throw new RangeError('an LZ4 block points before its beginning');
      const length = ((token & 15) === 15 ? 15 + longLength() : token & 15) + 4;
      room(length);
      for (let k = 0; k < length; k++) output[filled + k] = output[filled + k - offset]!;
      filled += length;
    }
  }
}
