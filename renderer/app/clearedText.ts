import { formatBytes, plural } from '../../shared/format.ts';
import type { Cleared } from '../../shared/model/memory.ts';

/** What *Clear kept indexes and snapshots* did, as a sentence. */
export function clearedText({ files, snapshotFiles, bytes }: Cleared): string {
  if (files === 0) return 'There are no kept indexes and no kept snapshots.';
  const indexes = files - snapshotFiles;
  const removed = [
    ...(indexes > 0 ? [plural(indexes, 'kept index', 'kept indexes')] : []),
    ...(snapshotFiles > 0 ? [plural(snapshotFiles, 'file of snapshots', 'files of snapshots')] : []),
  ];
  return `Removed ${removed.join(' and ')}, ${formatBytes(bytes)}.`;
}
