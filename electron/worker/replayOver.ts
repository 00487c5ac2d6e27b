import type { OpenedLog } from './openedLog.ts';
import { Replay } from './replay/replay.ts';

/**
 * Replay over an open log, whose snapshots are kept where its index is: nowhere, if that is not. `failed` is told why
 * they could not be kept.
 */
export function replayOver(
  log: OpenedLog,
  snapshotEvery: number | undefined,
  failed: (note: string) => void = () => {},
): Replay {
  const { keeping } = log;
  return new Replay(log, {
    snapshotEvery,
    kept: keeping && {
      file: (reducer) => keeping.snapshots(log.keptAs, JSON.stringify([log.reader.encodings.rules, reducer])),
      failed,
    },
  });
}
