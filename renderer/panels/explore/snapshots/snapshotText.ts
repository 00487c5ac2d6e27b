import { formatBytes, formatCount, plural } from '../../../../shared/format.ts';
import type { FoundSnapshot, SnapshotReport } from '../../../../shared/model/snapshot.ts';

// What a colleague would say about snapshots. Pure.

/** What the report is about. */
export const whose = ({ reducer }: SnapshotReport): string =>
  reducer.partitioning === 'stream' ? 'stream' : reducer.partitioning === 'key' ? 'partition' : 'projection';

/** Where they are, what they take and what they spared. */
export function ownText(report: SnapshotReport): string {
  const { own, eventsBefore, folded } = report;
  if (own.spacing === 0) return 'Replay keeps no snapshots here: --snapshot-every is 0.';
  if (own.count === 0) {
    return `Replay keeps a state every ${plural(own.spacing, 'event')}. This ${whose(report)} has ${plural(eventsBefore, 'event')} up to here, so there is none yet.`;
  }
  const spared =
    own.uses === 0
      ? 'None was used yet.'
      : `They were used ${plural(own.uses, 'time')} and spared ${plural(own.spared, 'event')}; the state here took ${plural(folded, 'event')} instead of ${formatCount(eventsBefore)}.`;
  return `Replay keeps ${plural(own.count, 'state')}, one every ${plural(own.spacing, 'event')}, ${formatBytes(own.bytes)} in all. ${spared}`;
}

/** How many are in the store, and how they compare. */
export function foundText({ found, foundCount, foundInStore, reducer }: SnapshotReport): string {
  if (foundInStore === 0) return 'The store holds no snapshots of its own.';
  if (foundCount === 0) return `The store holds ${plural(foundInStore, 'snapshot')}, none of this stream.`;
  const of = (verdict: FoundSnapshot['verdict']): number => found.filter((one) => one.verdict === verdict).length;
  const parts = (['equal', 'differs', 'ahead', 'not-comparable'] as const)
    .filter((verdict) => of(verdict) > 0)
    .map((verdict) => `${formatCount(of(verdict))} ${verdictText[verdict]}`);
  const cut = foundCount > found.length ? ` The last ${formatCount(found.length)} are shown.` : '';
  return `The store holds ${plural(foundCount, 'snapshot')} of this stream. Beside what ${reducer.name} folds at the same revision: ${parts.join(', ')}.${cut}`;
}

export const verdictText: Readonly<Record<FoundSnapshot['verdict'], string>> = {
  equal: 'equal',
  differs: 'different',
  ahead: 'ahead of the stream',
  'not-comparable': 'not comparable',
};

/** What was compared, or what differs, in a line. */
export function detailText({
  verdict,
  reason,
  compared,
  onlyStored,
  onlyReplayed,
  differences,
}: FoundSnapshot): string {
  if (verdict === 'differs') {
    const { path, stored, replayed } = differences[0]!;
    const more = differences.length > 1 ? ` and ${plural(differences.length - 1, 'more difference')}` : '';
    return `${path || 'the state'} is ${short(stored)}, replayed ${short(replayed)}${more}.`;
  }
  if (reason !== null) return reason;
  const alone = [
    onlyStored.length > 0 ? `only stored: ${onlyStored.join(', ')}` : null,
    onlyReplayed.length > 0 ? `only folded: ${onlyReplayed.join(', ')}` : null,
  ].filter((part) => part !== null);
  return `${compared.join(', ')}${alone.length === 0 ? '' : ` (${alone.join('; ')})`}`;
}

const short = (text: string | null): string =>
  text === null ? 'absent' : text.length > 60 ? `${text.slice(0, 60)}…` : text;
