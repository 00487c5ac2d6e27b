import { type LineSieve, Verdict } from './lineSieve.ts';

/** A longer line is to be parsed. */
export const LONGEST_SIFTED = 16 * 1024 * 1024;

/** Lines that stand near to each other in a file; plain data, which can be handed to another thread. */
export interface LineBlock {
  /** Of the first byte in the file, and bytes from there to the last line's end. */
  readonly first: number;
  readonly bytes: number;
  /** Where each line stands, from `first` on, and its length. */
  readonly places: Uint32Array;
  readonly lengths: Uint32Array;
}

/** What is said of the lines of a block. */
export interface BlockVerdicts {
  readonly verdicts: Uint8Array;
  /** The values that are to be tested, of one line after the other, without anything between them; their lengths. */
  readonly values: Uint8Array;
  readonly valueLengths: Uint32Array;
}

/** Reads the bytes at a place of the file into the start of `target`; answers how many: fewer where the file ends. */
export type ReadInto = (target: Buffer, offset: number, length: number) => number;

/** Puts the sieve's question to the lines of a block. `null` where all are to be parsed: too long, or not there. */
export function siftBlock(read: ReadInto, sieve: LineSieve, block: LineBlock, isCopy: boolean): BlockVerdicts | null {
  const { first, bytes, places, lengths } = block;
  if (bytes > LONGEST_SIFTED) return null;
  sieve.makeRoom(bytes);
  sieve.columns.places.set(places);
  sieve.columns.lengths.set(lengths);
  // Where the file was cut, reading the records says so.
  if (read(sieve.columns.bytes, first, bytes) < bytes) return null;
  sieve.sift(places.length, bytes, isCopy);
  const verdicts = sieve.columns.verdicts.slice(0, places.length);
  return { verdicts, ...valuesOf(sieve, verdicts) };
}

/** Copies of the values that are to be tested. */
function valuesOf(sieve: LineSieve, verdicts: Uint8Array): Pick<BlockVerdicts, 'values' | 'valueLengths'> {
  if (!verdicts.includes(Verdict.value)) return { values: new Uint8Array(), valueLengths: new Uint32Array() };
  const { bytes, valuePlaces, valueLengths } = sieve.columns;
  let count = 0;
  let size = 0;
  for (let i = 0; i < verdicts.length; i++) {
    if (verdicts[i] !== Verdict.value) continue;
    count++;
    size += valueLengths[i]!;
  }
  const values = new Uint8Array(size);
  const found = new Uint32Array(count);
  for (let i = 0, at = 0, n = 0; n < count; i++) {
    if (verdicts[i] !== Verdict.value) continue;
    const length = valueLengths[i]!;
    values.set(bytes.subarray(valuePlaces[i]!, valuePlaces[i]! + length), at);
    at += length;
    found[n++] = length;
  }
  return { values, valueLengths: found };
}
