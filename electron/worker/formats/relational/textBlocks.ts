import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

const CHUNK = 1 << 20;
/** No row is longer; what has no line break for so long is no table. */
const LONGEST = 1 << 29;

/** Whole lines of a text file. */
export interface TextBlock {
  /** Ends with a line break, but for the last block. */
  readonly text: string;
  /** Number of its first line, from 1. */
  readonly line: number;
  readonly isUtf8: boolean;
  readonly isLast: boolean;
  /** Bytes of the file up to its end. */
  readonly to: number;
}

/** The lines of a UTF-8 file in blocks, without a byte order mark. Throws RangeError for a line above 512 MB. */
export async function* textBlocks(path: string): AsyncGenerator<TextBlock> {
  let rest: Buffer[] = [];
  let line = 1;
  let to = 0;
  let kept = 0;
  const block = (bytes: Buffer, isLast: boolean): TextBlock => {
    const start = to === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    const text = bytes.toString('utf8', start);
    const made = { text, line, isUtf8: isUtf8(bytes), isLast, to: to + bytes.length };
    to += bytes.length;
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) line++;
    return made;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    const bytes = chunk as Buffer;
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end === 0) {
      rest.push(bytes);
      kept += bytes.length;
      if (kept > LONGEST) throw new RangeError('A line is longer than 512 MB.');
      continue;
    }
    const whole = Buffer.concat([...rest, bytes.subarray(0, end)]);
    rest = end < bytes.length ? [bytes.subarray(end)] : [];
    kept = bytes.length - end;
    yield block(whole, false);
  }
  yield block(Buffer.concat(rest), true);
}
