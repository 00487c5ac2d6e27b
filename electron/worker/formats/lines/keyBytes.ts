// pure. Names of members as they stand in the bytes of JSON.

/** The name of a member, in quotes and without escapes, ready to be compared with bytes four at a time. */
export interface KeyBytes {
  readonly name: string;
  /** Its bytes with both quotes, little end first. */
  readonly fours: Int32Array;
  /** The bits of the last four that belong to it. */
  readonly lastMask: number;
  /** Bytes, quotes included. */
  readonly length: number;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The quoted name in `bytes[from..to)`. */
export function keyBytesOf(bytes: Uint8Array, from: number, to: number): KeyBytes {
  const length = to - from;
  const fours = new Int32Array(Math.ceil(length / 4));
  for (let k = 0; k < length; k++) fours[k >> 2]! |= bytes[from + k]! << (8 * (k & 3));
  const lastMask = (-1 >>> (8 * (-length & 3))) | 0;
  return { name: decoder.decode(bytes.subarray(from + 1, to - 1)), fours, lastMask, length };
}

/** Whether the name stands at `at`. */
export function isKeyAt(view: DataView, at: number, { fours, lastMask }: KeyBytes): boolean {
  const last = fours.length - 1;
  for (let k = 0; k < last; k++) if (view.getInt32(at + 4 * k, true) !== fours[k]) return false;
  return ((view.getInt32(at + 4 * last, true) ^ fours[last]!) & lastMask) === 0;
}
