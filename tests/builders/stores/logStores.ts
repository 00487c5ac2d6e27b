import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { axonMessageOf, segmentOf } from '../logs/axonSegment.ts';
import { batchOf, messageOf } from '../logs/kafkaSegment.ts';
import { ChunkWriter } from '../logs/kurrentChunk.ts';
import type { LogEvent } from '../logs/logEvent.ts';
import { blockWriter, natsMessageOf } from '../logs/natsBlock.ts';

// Events as logs on disk: one file each, but for JetStream, where the name of the stream stands beside its blocks.

type Writer = (path: string, events: readonly LogEvent[]) => void;

/** Events of a batch, or of a transaction. */
const TOGETHER = 20;

const chunk: Writer = (path, events) => {
  const writer = new ChunkWriter();
  for (const event of events) writer.event(event);
  writeFileSync(path, writer.completed());
};

const kafka: Writer = (path, events) => {
  const file = openSync(path, 'w');
  for (let at = 0; at < events.length; at += TOGETHER) {
    writeSync(file, batchOf(at, events.slice(at, at + TOGETHER).map(messageOf)));
  }
  closeSync(file);
};

const nats: Writer = (path, events) => {
  mkdirSync(join(path, 'msgs'), { recursive: true });
  writeFileSync(join(path, 'meta.inf'), JSON.stringify({ name: 'BENCH' }));
  const write = blockWriter('BENCH', 1);
  writeFileSync(join(path, 'msgs/1.blk'), Buffer.concat(events.map((event, i) => write(natsMessageOf(event, i + 1)))));
};

const axon: Writer = (path, events) => {
  const transactions = Array.from({ length: Math.ceil(events.length / TOGETHER) }, (_, i) =>
    events.slice(i * TOGETHER, (i + 1) * TOGETHER).map(axonMessageOf),
  );
  writeFileSync(path, segmentOf(transactions));
};

export const logStores = {
  'kurrentdb-chunks': chunk,
  'kafka-log': kafka,
  'nats-jetstream': nats,
  'axon-server': axon,
};
