import { basename, dirname } from 'node:path/posix';
import type { StoreFormat, StoreHead, StoreSource } from '../../format.ts';
import type { SourceFile } from '../../source/sourceFile.ts';
import { bytesOf, fileOf } from '../logFiles.ts';
import { probeLog } from '../probeLog.ts';
import { NATS_HEAD, NatsMessage } from './natsMessage.ts';
import { type Block, NatsReader } from './natsReader.ts';
import { readBlockIndex, readConsumers, streamName } from './natsState.ts';

/** Blocks of a NATS JetStream file store: one alone, or the folder of a stream. */
export const natsJetStream: StoreFormat = {
  id: 'nats-jetstream',
  name: 'NATS JetStream file store',
  provenBy:
    'a stream written by nats-server 2.9.10, every checksum compared; tombstones of later releases by their specification',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  opensFolders: true,
  probe: (head) => probeLog(head, whyNotABlock, refuseFolder),
  open,
};

/** How a block begins that the server compressed. */
const COMPRESSED = 'cmp';

function whyNotABlock(start: Buffer): string | null {
  if (start.toString('latin1', 0, 3) === COMPRESSED && start.length > NATS_HEAD && start[3] === 1) return null;
  if (start.length < NATS_HEAD + 8) return 'It is too short for a message of JetStream.';
  const message = new NatsMessage();
  const no = 'It does not begin with a message of JetStream.';
  if (!message.readHead(new DataView(start.buffer, start.byteOffset, start.byteLength), 0)) return no;
  if (message.isErased || message.isTombstone)
    return message.nanos === 0n && message.subjectFrom === message.subjectTo ? null : no;
  const subject = start.toString('latin1', message.subjectFrom, Math.min(start.length, message.subjectTo));
  if (!/^[!-~\x80-\xff]+$/.test(subject)) return no;
  return start.length >= message.headersFrom + 4 &&
    message.headersFrom > message.subjectTo &&
    !start.toString('latin1', message.headersFrom).startsWith('NATS')
    ? no
    : null;
}

const isBlockName = (name: string): boolean => name.endsWith('.blk') || !/\.(?:inf|sum|dat|db|idx|fss|key)$/.test(name);

function refuseFolder({ starts, files }: StoreHead): string | null {
  const blocks = [...starts!].filter(([name, start]) => isBlockName(name) && whyNotABlock(start) === null);
  const folders = [...new Set(blocks.map(([name]) => dirname(name)))];
  if (blocks.length === 0) return 'None of its files is a block of messages.';
  if (folders.length > 1)
    return `It holds ${folders.length} streams (${folders.slice(0, 5).join(', ')}): open the folder of one.`;
  const isEncrypted = [...files!.keys()].some((name) => basename(name) === 'meta.key');
  return isEncrypted ? 'The stream is encrypted (it has a meta.key): it cannot be read without the server.' : null;
}

function open(source: StoreSource): NatsReader {
  const files = source.files ?? [fileOf(source)];
  const isFile = source.files === undefined;
  const blocks = files
    .filter(({ name, bytes }) => bytes > 0 && (isFile || isBlockName(name)))
    .flatMap((file) => blockOf(file, files));
  blocks.sort((a, b) => (a.firstSequence < b.firstSequence ? -1 : 1));
  return new NatsReader(source, blocks, readConsumers(files));
}

function blockOf(file: SourceFile, files: readonly SourceFile[]): Block[] {
  const start = bytesOf(file, 512);
  if (whyNotABlock(start) !== null) return [];
  const isCompressed = start.toString('latin1', 0, 3) === COMPRESSED;
  const digits = /^(\d+)\.blk$/.exec(basename(file.name))?.[1];
  const number = digits === undefined ? null : Number(digits);
  const beside = files.find(({ name }) => name === file.name.replace(/\.blk$/, '.idx') && name !== file.name);
  return [
    {
      ...file,
      number,
      isCompressed,
      stream: streamName(files, file),
      firstSequence: isCompressed ? BigInt(number ?? 0) : start.readBigUInt64LE(4) & ((1n << 62n) - 1n),
      index: beside === undefined ? null : readBlockIndex(beside),
    },
  ];
}
