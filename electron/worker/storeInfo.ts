import type { StoreInfo } from '../../shared/model/store.ts';
import { digestSource } from './formats/digest.ts';
import type { ScanContext, StoreSource } from './formats/format.ts';
import type { OpenedLog } from './openedLog.ts';
import { typeCounts } from './summaries/typeCounts.ts';

const SHOWN_PROBLEMS = 100;

/** What `info` prints: the summary, the types, what the store holds beside its events, and a digest of the file. */
export async function storeInfo(
  log: OpenedLog,
  source: StoreSource,
  notes: () => readonly string[],
  context: ScanContext,
): Promise<StoreInfo> {
  const { events, streams, firstRecordedAt, lastRecordedAt, format, formatName, name, problems } = log.summary();
  const { sha256, bytes, modifiedMs, note } = await digestSource(source, context);
  const changed =
    modifiedMs === source.modifiedMs
      ? []
      : ['The file was changed after it was opened: the SHA-256 is of what it is now, all else of what it was.'];
  const wal =
    log.bytes > bytes ? ['The SHA-256 is that of the database file alone; the -wal beside it is not covered.'] : [];
  return {
    format,
    formatName,
    name,
    events,
    streams,
    bytes: log.bytes,
    sha256,
    firstRecordedAt,
    lastRecordedAt,
    types: await typeCounts(log.index, null, context),
    snapshots: log.store.snapshotCount(),
    checkpoints: log.consumers().checkpoints,
    deadLetters: log.store.deadLetters().length,
    problems,
    problemList: log.index.problems.slice(0, SHOWN_PROBLEMS),
    notes: [...notes(), ...note, ...wal, ...changed],
  };
}
