import { formatCount } from '../../../../../shared/format.ts';
import type { SourceFile } from '../../source/sourceFile.ts';
import { bytesOf } from '../logFiles.ts';

// A chunk file of KurrentDB: header, records, and once it is completed a position map (of scavenged chunks) and a
// footer. `TransactionLog/Chunks/ChunkHeader.cs`, `ChunkFooter.cs`.

export const HEADER = 128;
export const FOOTER = 128;

export interface ChunkHeader {
  readonly chunkSize: number;
  readonly first: number;
  readonly last: number;
  readonly isScavenged: boolean;
  /** Layout of the file: 2 unaligned, 3 aligned, 4 transformed. */
  readonly version: number;
  /** 0: records stand as they are. */
  readonly transform: number;
}

/** The header in the first bytes of a file; a sentence where there is none. */
export function readHeader(start: Buffer): ChunkHeader | string {
  if (start.length < HEADER) return 'It is too short for the header of a chunk.';
  if (start[0] !== 2) return 'It does not begin with the file type of a chunk (2).';
  const version = start[34] || start[1]!;
  const header = {
    chunkSize: start.readInt32LE(2),
    first: start.readInt32LE(6),
    last: start.readInt32LE(10),
    isScavenged: start.readInt32LE(14) !== 0,
    version,
    transform: version >= 4 ? start[35]! : 0,
  };
  if (version < 2 || version > 4) return `Its chunk version ${version} is none that is known (2, 3 or 4).`;
  if (header.chunkSize <= 0 || header.first < 0 || header.last < header.first) {
    return 'Its size and numbers are not those of a chunk.';
  }
  return header;
}

/** A chunk that is part of the log. */
export interface Chunk {
  readonly file: SourceFile;
  readonly header: ChunkHeader;
}

/** The chunks of a folder in the order of the log, and what was noticed about them. */
export interface ChunkChoice {
  readonly chunks: readonly Chunk[];
  /** Names of files with older versions of a chunk. */
  readonly superseded: readonly string[];
  readonly notes: readonly string[];
  readonly problems: readonly { readonly place: string; readonly reason: string }[];
}

const versionInName = (name: string): number => Number(/\.(\d+)$/.exec(name)?.[1] ?? 0);

/** Reads the header of each file, and of several versions of a chunk takes the newest, as the database does. */
export function chooseChunks(files: readonly SourceFile[]): ChunkChoice {
  const found = files.flatMap((file): Chunk[] => {
    const header = readHeader(bytesOf(file, HEADER));
    return typeof header === 'string' ? [] : [{ file, header }];
  });
  const newestFirst = found.toSorted(
    (a, b) => versionInName(b.file.name) - versionInName(a.file.name) || (a.file.name < b.file.name ? 1 : -1),
  );
  const chunks: Chunk[] = [];
  const superseded: string[] = [];
  for (const chunk of newestFirst) {
    const { first, last } = chunk.header;
    const isCovered = chunks.some(({ header }) => header.first <= last && first <= header.last);
    if (isCovered) superseded.push(chunk.file.name);
    else chunks.push(chunk);
  }
  chunks.sort((a, b) => a.header.first - b.header.first);
  const problems = chunks.flatMap(({ header }, i) => {
    const before = chunks[i - 1]?.header;
    if (before === undefined || before.last + 1 === header.first) return [];
    const missing =
      before.last + 2 === header.first
        ? `Chunk ${before.last + 1} is`
        : `Chunks ${before.last + 1} to ${header.first - 1} are`;
    return [{ place: `between chunks ${before.last} and ${header.first}`, reason: `${missing} missing.` }];
  });
  const notes =
    superseded.length === 0
      ? []
      : [
          `${formatCount(superseded.length)} older versions of chunks were passed over: ${superseded.toSorted().join(', ')}.`,
        ];
  return { chunks, superseded, notes, problems };
}

export interface ChunkFooter {
  readonly isCompleted: boolean;
  readonly dataBytes: number;
  readonly mapBytes: number;
  /** MD5 of everything before it, in hex. */
  readonly md5: string;
}

/** The footer in the last bytes of a file; `null` where it is none of a completed chunk. */
export function readFooter(end: Buffer, fileBytes: number): ChunkFooter | null {
  if (end.length < FOOTER || (end[0]! & 1) === 0) return null;
  const dataBytes = end.readInt32LE(1);
  const mapBytes = end.readInt32LE(13);
  if (dataBytes < 0 || mapBytes < 0 || HEADER + dataBytes + mapBytes + FOOTER > fileBytes) return null;
  return { isCompleted: true, dataBytes, mapBytes, md5: end.toString('hex', FOOTER - 16, FOOTER) };
}
