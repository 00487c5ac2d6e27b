import type { FormatRejection } from '../../../shared/model/store.ts';
import { csv } from './csv.ts';
import { atomFeed } from './documents/atomFeed.ts';
import { kafkaConsole } from './documents/kafkaConsole.ts';
import { ocelJson } from './documents/ocelJson.ts';
import { ocelSqlite } from './documents/ocelSqlite.ts';
import { ocelXml } from './documents/ocelXml.ts';
import { parquet } from './documents/parquet.ts';
import { reduxDevTools } from './documents/reduxDevTools.ts';
import { temporal } from './documents/temporal.ts';
import { xes } from './documents/xes.ts';
import { emmettSqlite } from './emmettSqlite.ts';
import type { Detection, StoreFormat, StoreHead } from './format.ts';
import { jsonArray } from './jsonArray.ts';
import { jsonLines } from './jsonLines.ts';
import { axonServer } from './logs/axon/axonServer.ts';
import { kafkaLog } from './logs/kafka/kafkaLog.ts';
import { kurrentChunks } from './logs/kurrent/kurrentChunks.ts';
import { natsJetStream } from './logs/nats/natsJetStream.ts';
import { pyEventsourcingSqlite } from './pyEventsourcingSqlite.ts';
import { axonSqlite } from './tables/axonSqlite.ts';
import { commandedSqlite } from './tables/commandedSqlite.ts';
import { eventSauceSqlite } from './tables/eventSauceSqlite.ts';
import { martenSqlite } from './tables/martenSqlite.ts';
import { messageDbSqlite } from './tables/messageDbSqlite.ts';
import { pekkoSqlite } from './tables/pekkoSqlite.ts';
import { proophSqlite } from './tables/proophSqlite.ts';
import { railsEventStoreSqlite } from './tables/railsEventStoreSqlite.ts';
import { spatieSqlite } from './tables/spatieSqlite.ts';

/** Throws for an id that is there twice: it would make one of the two unreachable. */
export function registerFormats(list: readonly StoreFormat[]): readonly StoreFormat[] {
  const ids = new Set<string>();
  for (const { id } of list) {
    if (ids.has(id)) throw new Error(`Two store formats have the id "${id}".`);
    ids.add(id);
  }
  return list;
}

/** Every format that can be opened. To add one, add its line. */
export const formats = registerFormats([
  emmettSqlite,
  pyEventsourcingSqlite,
  martenSqlite,
  commandedSqlite,
  pekkoSqlite,
  axonSqlite,
  railsEventStoreSqlite,
  messageDbSqlite,
  spatieSqlite,
  proophSqlite,
  eventSauceSqlite,
  xes,
  ocelJson,
  ocelXml,
  ocelSqlite,
  temporal,
  reduxDevTools,
  atomFeed,
  parquet,
  kafkaConsole,
  kurrentChunks,
  kafkaLog,
  natsJetStream,
  axonServer,
  jsonLines,
  jsonArray,
  csv,
]);

/**
 * The first format whose probe matches, and why each one before it did not; with no match, all reasons. Of a folder
 * only formats that open folders are asked.
 */
export function detect(head: StoreHead, candidates: readonly StoreFormat[] = formats): Detection {
  const rejections: FormatRejection[] = [];
  for (const format of candidates) {
    if (head.files !== undefined && !format.opensFolders) continue;
    const result = format.probe(head);
    if (result.match) return { format, rejections };
    rejections.push({ format: format.id, formatName: format.name, reason: result.reason });
  }
  return { format: null, rejections };
}
