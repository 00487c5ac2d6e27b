import type { IndexParts } from '../eventIndex/indexParts.ts';
import type { ScanMemory } from '../formats/format.ts';
import type { ColumnKind, Packing } from './packing.ts';

// A kept index is one file, all numbers little-endian:
//
//   sections  one behind the other, in the order of `head.sections`
//   head      JSON in UTF-8
//   foot      8 bytes  magic
//             u32      version of this layout and of what scans put into an index
//             u32      bytes of the head
//             u32      CRC-32 of the head
//
// The size of the file follows from the head, so that a file that was cut off is seen at once. What opening a store has
// to know stands in the head; the sections are read behind the answer, each with its checksum.

export const MAGIC = Buffer.from('EVLINDEX', 'latin1');

/**
 * Goes up whenever this layout changes, or what a scan makes of the same bytes: a dialect that reads another field, a
 * column with another meaning. Older files are then not used, and overwritten.
 */
export const INDEX_VERSION = 6;

export const FOOT_BYTES = 20;
/** No head is longer: its size grows with the number of sections and what readers collect. */
export const MOST_HEAD_BYTES = 64 * 1024 * 1024;

/** What else an opening knows of a store without looking at it again. */
export interface KeptOf {
  /** The format that was detected, with its variant: the same bytes are detected once. */
  readonly format: string;
  /** What the layout of the store is known by where mappings are remembered; `null` for none. */
  readonly layout: string | null;
  /** What the store is known by in side files. */
  readonly fingerprint: string;
  /** What the scan left in the reader. */
  readonly scanned: ScanMemory;
}

/** What is kept of one opening. */
export interface KeptContent extends KeptOf {
  readonly parts: IndexParts;
}

export interface Section {
  /** `column:<name>`, `clock`, `streamLengths`, `<dictionary>:ends`, `<dictionary>:text` or `problems` (JSON). */
  readonly name: string;
  readonly bytes: number;
  /** How a column is packed, or the encoding of a text. */
  readonly as: Packing | TextForm;
  /** What a column is made of in memory; absent for texts. */
  readonly of?: ColumnKind;
}

/** Latin-1 where every unit fits, which is a byte for each; else UTF-16, which keeps broken surrogates as they are. */
export type TextForm = 'latin1' | 'utf16le';

/** A section as the head lists it, with its CRC-32. */
export interface CheckedSection extends Section {
  readonly sum: number;
}

export interface KeptHead extends KeptOf {
  /** What the file belongs to, as one text: program, source with its stamp. Compared as a whole. */
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
  /** What the index takes in memory. */
  readonly indexBytes: number;
  readonly sections: readonly CheckedSection[];
}

export const dictionaries = ['streams', 'types', 'schemaVersions'] as const;

export const sectionBytes = (sections: readonly Section[]): number =>
  sections.reduce((sum, { bytes }) => sum + bytes, 0);
