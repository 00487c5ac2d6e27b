import { type LineSieve, Verdict } from './lineSieve.ts';

/** A longer line is to be parsed. */
export const LONGEST_SIFTED = 16 * 1024 * 1024;

/** Lines that stand near to each other in a file; plain data, which can be handed to another thread. */
export interface LineBlock {
  /** Of the first byte in the file, and bytes from there to the last line's end. */
  readonly first: number;
  readonly bytes: number;
  /** Where each line stands, from `first` on; behind all of these, how long each line is. */
  readonly lines: Uint32Array<ArrayBuffer>;
}

/** What is said of the lines of a block. */
export interface BlockVerdicts {
  readonly verdicts: Uint8Array<ArrayBuffer>;
  /** The values that are to be tested; `null` where there are none. */
  readonly values: PackedValues | null;
}

/** Of one line after the other, without anything between them. */
export interface PackedValues {
  readonly bytes: Uint8Array;
  readonly lengths: Uint32Array;
}

/** Reads the bytes at a place of the file into the start of `target`; answers how many: fewer where the file ends. */
export type ReadInto = (target: Buffer, offset: number, length: number) => number;

/** Puts the sieve's question to the lines of a block. `null` where all are to be parsed: too long, or not there. */
export function siftBlock(read: ReadInto, sieve: LineSieve, block: LineBlock, isCopy: boolean): BlockVerdicts | null {
  const { first, bytes, lines } = block;
  const count = lines.length / 2;
  if (bytes > LONGEST_SIFTED) return null;
  sieve.makeRoom(bytes);
  sieve.columns.places.set(lines.subarray(0, count));
  sieve.columns.lengths.set(lines.subarray(count));
  // Where the file was cut, reading the records says so.
  if (read(sieve.columns.bytes, first, bytes) < bytes) return null;
  sieve.sift(count, bytes, isCopy);
  const verdicts = sieve.columns.verdicts.slice(0, count) as Uint8Array<ArrayBuffer>;
  return { verdicts, values: verdicts.includes(Verdict.value) ? valuesOf(sieve, verdicts) : null };
}

/** Copies of the values that are to be tested. */
function valuesOf(sieve: LineSieve, verdicts: Uint8Array): PackedValues {
  const { bytes, valuePlaces, valueLengths } = sieve.columns;
  const asked: number[] = [];
  let size = 0;
  for (let i = 0; i < verdicts.length; i++) {
    if (verdicts[i] !== Verdict.value) continue;
    asked.push(i);
    size += valueLengths[i]!;
  }
  const packed = { bytes: new Uint8Array(size), lengths: new Uint32Array(asked.length) };
  let at = 0;
  for (const [n, i] of asked.entries()) {
    const from = valuePlaces[i]!;
    packed.bytes.set(bytes.subarray(from, from + valueLengths[i]!), at);
    packed.lengths[n] = valueLengths[i]!;
    at += valueLengths[i]!;
  }
  return packed;
}
