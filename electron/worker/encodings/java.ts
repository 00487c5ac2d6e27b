import { utf8 } from './byteReader.ts';
import type { Encoding } from './encoding.ts';

// pure. Java's serialisation is recognised, never loaded: an object in it can run code. Its classes stand in it by
// name, each behind the byte that announces a description of a class.

const CLASS_DESCRIPTION = 0x72;
const LONGEST_NAME = 256;
const MOST_NAMED = 3;

export const java: Encoding = {
  id: 'java',
  name: 'Java serialisation',
  needs: 'nothing',
  describe: (bytes) => {
    if (!isJava(bytes)) return 'The bytes are no serialised Java object: they do not begin with AC ED 00 05.';
    const names = classesIn(bytes);
    const more = names.length > MOST_NAMED ? ', …' : '';
    const named = names.length === 0 ? '' : `: ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
    return `The bytes are a serialised Java object${named}. It is shown, never loaded.`;
  },
};

export const isJava = ([a, b, c, d]: Uint8Array): boolean => a === 0xac && b === 0xed && c === 0 && d === 5;

/** The names of classes in serialised bytes, in their order. */
function classesIn(bytes: Uint8Array): string[] {
  const names = new Set<string>();
  for (let i = 4; i + 3 < bytes.length; i++) {
    if (bytes[i] !== CLASS_DESCRIPTION) continue;
    const length = bytes[i + 1]! * 256 + bytes[i + 2]!;
    if (length === 0 || length > LONGEST_NAME || i + 3 + length > bytes.length) continue;
    const name = utf8(bytes.subarray(i + 3, i + 3 + length));
    if (name === null || !/^(?:\[+[A-Z])?[\p{L}_$][\p{L}\p{N}_$]*(?:[./][\p{L}_$][\p{L}\p{N}_$]*)*;?$/u.test(name))
      continue;
    names.add(name);
    i += 2 + length;
  }
  return [...names];
}
