import type { IndexParts } from '../eventIndex/indexParts.ts';
import type { ScanMemory } from '../formats/format.ts';
import type { ColumnKind, Packing } from './packing.ts';

// A kept index is one file, all numbers little-endian:
//
//   0    8 bytes   magic
//   8    u32       version of this layout and of what scans put into an index
//   12   u32       bytes of the head with its padding
//   16   head      JSON in UTF-8, padded with spaces to a multiple of 8
//        sections  in the order of `head.sections`, each padded with zeros to a multiple of 8
//   end  u32 each  CRC-32 of all before the sections, then of each section with its padding
//
// The size of the file follows from the head, so that a file that was cut off is seen before anything is read.

export const MAGIC = Buffer.from('EVLINDEX', 'latin1');

/**
 * Goes up whenever this layout changes, or what a scan makes of the same bytes: a dialect that reads another field, a
 * column with another meaning. Older files are then not used, and overwritten.
 */
export const INDEX_VERSION = 5;

export const PREFIX_BYTES = 16;
/** No head is longer: its size grows with the number of sections and what readers collect. */
export const MOST_HEAD_BYTES = 64 * 1024 * 1024;

/** What a kept index holds: the index, and what the scan left in the reader. */
export interface KeptContent {
  readonly parts: IndexParts;
  readonly scanned: ScanMemory;
}

export interface Section {
  /** `column:<name>`, `clock`, `streamLengths`, `<dictionary>:ends`, `<dictionary>:text` or `problems` (JSON). */
  readonly name: string;
  /** Without padding. */
  readonly bytes: number;
  /** How a column is packed, or the encoding of a text. */
  readonly as: Packing | TextForm;
  /** What a column is made of in memory; absent for texts. */
  readonly of?: ColumnKind;
}

/** Latin-1 where every unit fits, which is a byte for each; else UTF-16, which keeps broken surrogates as they are. */
export type TextForm = 'latin1' | 'utf16le';

export interface KeptHead {
  /** What the file belongs to, as one text: format, program, source with its stamp. Compared as a whole. */
  readonly identity: string;
  readonly length: number;
  readonly streams: number;
  readonly types: number;
  readonly schemaVersions: number;
  readonly problemCount: number;
  /** `null` stands for NaN: no time recorded. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  readonly positionsAscend: boolean;
  readonly scanned: ScanMemory;
  readonly sections: readonly Section[];
}

export const dictionaries = ['streams', 'types', 'schemaVersions'] as const;

export const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Size of a whole file whose head, padding included, has `headBytes`. */
export const fileBytes = (headBytes: number, sections: readonly Section[]): number =>
  PREFIX_BYTES + headBytes + sections.reduce((sum, { bytes }) => sum + padded(bytes), 0) + 4 * (sections.length + 1);
