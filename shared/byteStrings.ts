// Texts in bytes of which nothing is known, as the tool `strings` finds them.

/** A run of characters in bytes, and where it begins. */
export interface ByteString {
  readonly at: number;
  readonly text: string;
}

const SHORTEST = 4;
const LONGEST = 200;

/**
 * Runs of at least four printable characters, in UTF-8 or, where every second byte is zero, in UTF-16; at most `limit`
 * of them, longer ones cut. `isCut` says that there are more.
 */
export function stringsIn(bytes: Uint8Array, limit: number): { strings: ByteString[]; isCut: boolean } {
  const strings: ByteString[] = [];
  for (let i = 0; i < bytes.length; ) {
    const found = wideRun(bytes, i) ?? narrowRun(bytes, i);
    if (found.text.length >= SHORTEST) {
      if (strings.length === limit) return { strings, isCut: true };
      const text = found.text.length > LONGEST ? `${found.text.slice(0, LONGEST)}…` : found.text;
      strings.push({ at: i, text });
    }
    i = Math.max(found.end, i + 1);
  }
  return { strings, isCut: false };
}

interface Run {
  readonly text: string;
  readonly end: number;
}

const isAscii = (byte: number | undefined): byte is number => byte !== undefined && byte >= 0x20 && byte < 0x7f;

/** ASCII in UTF-16, little end first; `null` where there is too little of it. */
function wideRun(bytes: Uint8Array, from: number): Run | null {
  let text = '';
  let i = from;
  for (; isAscii(bytes[i]) && bytes[i + 1] === 0; i += 2) text += String.fromCharCode(bytes[i]!);
  return text.length >= SHORTEST ? { text, end: i } : null;
}

/** Printable characters in UTF-8. */
function narrowRun(bytes: Uint8Array, from: number): Run {
  let text = '';
  let i = from;
  while (i < bytes.length) {
    const byte = bytes[i]!;
    if (isAscii(byte)) {
      text += String.fromCharCode(byte);
      i++;
      continue;
    }
    const length = byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : 0;
    const point = length === 0 ? -1 : pointAt(bytes, i, length);
    if (point < 0) break;
    text += String.fromCharCode(point);
    i += length;
  }
  return { text, end: i };
}

/** A letter, digit, mark or sign of two or three bytes; -1 for none. */
function pointAt(bytes: Uint8Array, at: number, length: number): number {
  let point = bytes[at]! & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) {
    const byte = bytes[at + k];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  if (length === 3 && (point < 0x800 || (point >= 0xd800 && point <= 0xdfff))) return -1;
  return /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(String.fromCharCode(point)) ? point : -1;
}
