// pure. The characters of JSON, by their bytes.

/** What stands for itself in JSON beside numbers. */
export const words = ['null', 'true', 'false'].map((word) => Uint8Array.from(word, (unit) => unit.charCodeAt(0)));

export const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
export const isHex = (unit: number): boolean => isDigit(unit) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x66);
/** `"`, `\`, b, f, n, r, t: what may stand behind a backslash beside `/` and `u`. */
export const isEscape = (unit: number): boolean =>
  unit === 0x22 || unit === 0x5c || unit === 0x62 || unit === 0x66 || unit === 0x6e || unit === 0x72 || unit === 0x74;

/** Index of the first byte from `from` on that is no blank within a line. */
export function skipBlanks(bytes: Uint8Array, from: number): number {
  let i = from;
  for (;;) {
    const unit = bytes[i];
    if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0d) return i;
    i++;
  }
}

/** Whether the bytes at `at` are the expected ones. */
export function startsWith(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let k = 0; k < expected.length; k++) if (bytes[at + k] !== expected[k]) return false;
  return true;
}

/** Index behind the quoted key at `at`; -1 when there is none, or one with an escape: it might be any name. */
export function plainKeyEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x22) return -1;
  let i = at + 1;
  for (;;) {
    const unit = bytes[i++]!;
    if (unit === 0x22) return i;
    if (unit === 0x5c || unit < 0x20) return -1;
  }
}
