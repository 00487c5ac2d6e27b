import { basename } from 'node:path';
import { formatCount } from '../../../../../shared/format.ts';
import { InspectorError } from '../../../../../shared/protocol/errors.ts';
import type { StoreFormat, StoreHead, StoreSource } from '../../format.ts';
import type { SourceFile } from '../../source/sourceFile.ts';
import { bytesOf, fileOf } from '../logFiles.ts';
import { bufferOf, probeLog } from '../probeLog.ts';
import { chooseChunks, HEADER, readHeader } from './kurrentChunk.ts';
import { KurrentReader } from './kurrentReader.ts';
import { AROUND, isRecordLength, SYSTEM } from './kurrentRecord.ts';

/** The chunk files of KurrentDB, formerly EventStoreDB: a file alone, or the folder of a database. */
export const kurrentChunks: StoreFormat = {
  id: 'kurrentdb-chunks',
  name: 'KurrentDB chunk files',
  provenBy: 'its specification: chunk files made from the layout in the source of KurrentDB',
  firstRevision: 0,
  revisionLabel: 'event number',
  globalGapsAreNormal: true,
  opensFolders: true,
  probe: (head) => probeLog(head, whyNotAChunk),
  open,
};

function whyNotAChunk(start: Buffer): string | null {
  const header = readHeader(start);
  if (typeof header === 'string') return header;
  if (header.transform !== 0) return null; // To be told when it is opened: it is a chunk that cannot be read.
  if (start.length < HEADER + AROUND + 2) return null;
  const length = start.readInt32LE(HEADER);
  const isRecord = isRecordLength(length) && start[HEADER + 4]! <= SYSTEM;
  return length === 0 || isRecord ? null : 'What stands behind its header is no record of a chunk.';
}

function open(source: StoreSource, head: StoreHead): KurrentReader {
  const files = source.files ?? [fileOf(source)];
  if (source.files === undefined) mustBePlain(bufferOf(head.bytes), source.name);
  const candidates = files.filter(({ name }) => !/(?:^|\/)index\//.test(name) && !name.endsWith('.chk'));
  const choice = chooseChunks(candidates);
  const checkpoint = (name: string): bigint | null => checkpointIn(files.find((file) => basename(file.name) === name));
  const known = new Set(choice.chunks.map(({ file }) => file.name));
  const others = candidates.filter(({ name }) => !known.has(name) && !choice.superseded.includes(name));
  const notes = [...choice.notes];
  if (others.length > 0) {
    const shown = others.slice(0, 10).map(({ name }) => name);
    notes.push(`${formatCount(others.length)} files are no chunks and were passed over: ${shown.join(', ')}.`);
  }
  const truncate = checkpoint('truncate.chk');
  if (truncate !== null && truncate >= 0n) {
    notes.push(`truncate.chk says ${truncate}: at its next start the server removes what stands from there on.`);
  }
  return new KurrentReader(source, { ...choice, notes }, checkpoint('writer.chk'));
}

function mustBePlain(start: Buffer, name: string): void {
  const header = readHeader(start);
  if (typeof header === 'string' || header.transform === 0) return;
  throw new InspectorError(
    'unreadable',
    `"${name}" is a chunk that the server transformed (type ${header.transform}): it is encrypted.`,
    {
      advice: 'Export the events with a client, and open the export.',
    },
  );
}

/** A position in a file of eight bytes; `null` where there is none. */
function checkpointIn(file: SourceFile | undefined): bigint | null {
  const bytes = file === undefined ? Buffer.alloc(0) : bytesOf(file, 8);
  return bytes.length === 8 ? bytes.readBigInt64LE() : null;
}
