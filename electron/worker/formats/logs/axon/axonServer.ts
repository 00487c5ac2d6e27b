import { basename, dirname } from 'node:path/posix';
import type { StoreFormat, StoreHead, StoreSource } from '../../format.ts';
import type { SourceFile } from '../../source/sourceFile.ts';
import { bytesOf, fileOf } from '../logFiles.ts';
import { probeLog } from '../probeLog.ts';
import { AxonEvent } from './axonEvent.ts';
import { AxonReader, type AxonSegment, SEGMENT_HEAD, TRANSACTION_HEAD } from './axonReader.ts';

/** Event files of Axon Server: a segment alone, or the folder of a context. */
export const axonServer: StoreFormat = {
  id: 'axon-server',
  name: 'Axon Server event files',
  provenBy: 'segments of Axon Server’s own tests, read and compared; the sample is made from their specification',
  firstRevision: 0,
  revisionLabel: 'sequence number',
  globalGapsAreNormal: false,
  opensFolders: true,
  probe: (head) => probeLog(head, whyNotASegment, refuseFolder),
  open,
};

/** Enough for the first event of nearly all segments. */
const START = 4096;
/** Where the first event begins. */
const FIRST_EVENT = SEGMENT_HEAD + TRANSACTION_HEAD + 4;
/** Versions of a segment and of a transaction that are known: 0 to this one. */
const NEWEST = 2;

function whyNotASegment(start: Buffer): string | null {
  if (start.length < FIRST_EVENT) return 'It is too short for a segment of Axon Server.';
  const no = 'It does not begin with a transaction of Axon Server.';
  if (start[0]! > NEWEST || start[SEGMENT_HEAD + 4]! > NEWEST) return no;
  const size = start.readInt32BE(SEGMENT_HEAD);
  const count = start.readInt16BE(SEGMENT_HEAD + 5);
  const length = start.readInt32BE(FIRST_EVENT - 4);
  if (count <= 0 || length <= 0 || count * 4 + length > size) return no;
  return firstEvent(start) === null && FIRST_EVENT + length <= start.length ? no : null;
}

/** The first event of a segment; `null` where it is none, or goes on behind `start`. */
function firstEvent(start: Buffer): AxonEvent | null {
  const to = FIRST_EVENT + start.readInt32BE(FIRST_EVENT - 4);
  const event = new AxonEvent();
  return to <= start.length && event.read(start, FIRST_EVENT, to) ? event : null;
}

/** Whether the first event of a segment is a snapshot. */
function holdsSnapshots(file: SourceFile, start: Buffer): boolean {
  return file.name.endsWith('.snapshots') || firstEvent(start)?.isSnapshot === true;
}

/** Files that stand beside segments. */
const BESIDE = /\.(?:index|bloom|nindex|xref)$/;

function refuseFolder({ starts }: StoreHead): string | null {
  const segments = [...starts!].filter(([name, start]) => !BESIDE.test(name) && whyNotASegment(start) === null);
  const folders = [...new Set(segments.map(([name]) => dirname(name)))];
  return folders.length > 1
    ? `It holds events of ${folders.length} contexts (${folders.slice(0, 5).join(', ')}): open the folder of one.`
    : null;
}

function open(source: StoreSource): AxonReader {
  const files = source.files ?? [fileOf(source)];
  const segments = files
    .filter(({ name, bytes }) => bytes > 0 && !BESIDE.test(name))
    .flatMap((file): AxonSegment[] => {
      const start = bytesOf(file, START);
      if (whyNotASegment(start) !== null) return [];
      const digits = /^(\d{1,20})(?:\.|$)/.exec(basename(file.name))?.[1];
      return [
        { ...file, first: digits === undefined ? null : BigInt(digits), isSnapshots: holdsSnapshots(file, start) },
      ];
    });
  segments.sort((a, b) => Number(a.isSnapshots) - Number(b.isSnapshots) || Number((a.first ?? 0n) - (b.first ?? 0n)));
  return new AxonReader(source, segments);
}
