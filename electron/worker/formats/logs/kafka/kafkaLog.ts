import { dirname } from 'node:path/posix';
import { formatCount } from '../../../../../shared/format.ts';
import type { StoreFormat, StoreHead, StoreSource } from '../../format.ts';
import { nameSome } from '../../source/siftFiles.ts';
import type { SourceFile } from '../../source/sourceFile.ts';
import { bytesOf, fileOf } from '../logFiles.ts';
import { probeLog } from '../probeLog.ts';
import { BATCH_HEAD, KafkaBatch, oldMagic } from './kafkaBatch.ts';
import { KafkaReader, type Segment } from './kafkaReader.ts';

/** Log segments of Kafka: a file alone, the folder of a partition, or a folder with several of these. */
export const kafkaLog: StoreFormat = {
  id: 'kafka-log',
  name: 'Kafka log segments',
  provenBy:
    'a segment of batches by the encoder of kafkajs 2, plain and gzip; snappy, lz4, zstd and transactions by their specification',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  opensFolders: true,
  probe: (head) => probeLog(head, whyNotASegment),
  open,
};

function whyNotASegment(start: Buffer): string | null {
  if (start.length < BATCH_HEAD) return 'It is too short for a batch of Kafka records.';
  const old = oldMagic(start, 0);
  if (old !== null && start.readInt32BE(8) < start.length && start.readBigInt64BE(0) >= 0n) {
    return `It begins with a message of format ${old}, from before Kafka 0.11, which is not read.`;
  }
  const batch = new KafkaBatch();
  batch.read(new DataView(start.buffer, start.byteOffset, start.byteLength), 0);
  const isBatch = batch.isPlausible && batch.codec <= 4 && (start[21]! & 0xff) === 0;
  return isBatch ? null : 'It does not begin with a batch of Kafka records (magic 2).';
}

/** Files that stand beside segments, or are on their way in or out. */
const BESIDE = /\.(?:index|timeindex|snapshot|txnindex|deleted|cleaned|swap|checkpoint)$/;

function open(source: StoreSource, _head: StoreHead): KafkaReader {
  if (source.files === undefined) {
    return new KafkaReader(source, [{ ...fileOf(source), topic: '', partition: '' }], []);
  }
  const found = source.files
    .filter(({ name, bytes }) => bytes > 0 && !BESIDE.test(name))
    .flatMap((file) => segmentOf(file, source.name));
  // Offsets of consumers and the state of transactions, which the broker keeps for itself.
  const internal = found.filter(({ topic }) => topic.startsWith('__'));
  const own = internal.length < found.length ? found.filter((segment) => !internal.includes(segment)) : found;
  own.sort((a, b) => (a.partition === b.partition ? (a.first < b.first ? -1 : 1) : a.partition < b.partition ? -1 : 1));
  const notes =
    own.length === found.length
      ? []
      : [
          `${formatCount(internal.length)} segments of topics that the broker keeps for itself were passed over: ${nameSome(internal.map(({ name }) => name))}.`,
        ];
  return new KafkaReader(source, own, notes);
}

function segmentOf(file: SourceFile, folder: string): (Segment & { readonly first: bigint })[] {
  const start = bytesOf(file, BATCH_HEAD);
  if (whyNotASegment(start) !== null) return [];
  const below = dirname(file.name);
  const partition = (below === '.' ? folder : below).split('/').at(-1)!;
  return [{ ...file, topic: partition.replace(/-\d+$/, ''), partition, first: start.readBigInt64BE(0) }];
}
