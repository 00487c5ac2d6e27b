import { formatCount, plural } from '../../../shared/format.ts';
import type { FoundSnapshot } from '../../../shared/model/snapshot.ts';
import type { StoredSnapshot } from '../../../shared/model/store.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { compareStored } from '../replay/questions/snapshotReport.ts';
import { byStream } from '../replay/questions/storedSnapshots.ts';
import type { Replay } from '../replay/replay.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';

/**
 * Snapshots in the store that are not what replay gives at their revision: by the first projection that folds exactly
 * the events of their stream, else by the merge, which can confirm a snapshot and refute none.
 */
export const snapshotDiffers: IntegrityCheck = {
  id: 'snapshot-differs',
  title: 'Snapshots that differ from replay',
  about:
    'A snapshot stands in for its events. Where it is not what they add up to, every state that begins from it is wrong: it was changed, or made by older code or other events.',
  reads: 'content',
  async run({ log, traits, replay }, context): Promise<CheckResult> {
    const findings = new Findings('snapshot-differs', 'snapshots that differ from replay');
    const streams = byStream(log.reader.snapshots());
    if (streams.size === 0) return { examined: '0 snapshots: the store holds none', findings: [] };
    if (replay === null) return { examined: 'Nothing: there is no replay to compare with.', findings: [] };
    const reducers = reducersOf(replay);
    const compared = new Map<string, number>();
    let left = 0;
    for (const [streamId, snapshots] of streams) {
      const { reducer, found } = await firstComparison(replay, log, reducers, streamId, snapshots, context);
      for (const one of found) {
        if (one.verdict === 'equal' || one.verdict === 'differs')
          compared.set(reducer, (compared.get(reducer) ?? 0) + 1);
        else left++;
        if (one.verdict !== 'differs') continue;
        findings.add(
          'warning',
          `${streamId}:${one.streamRevision}`,
          one.ordinal === null ? [] : [one.ordinal],
          () => differenceText(streamId, traits.revisionLabel, reducer, one),
          1,
        );
      }
      await context.breathe({ phase: 'check', done: left, unit: 'events' });
    }
    return { examined: examinedText(compared, left, reducers.length > 1), findings: findings.list() };
  },
};

/** Those with a state per stream or key, the merge last. */
function reducersOf(replay: Replay): string[] {
  const all = replay.reducers();
  const projections = all.filter(({ kind, partitioning }) => kind !== 'merge' && partitioning !== 'single');
  return [...projections, ...all.filter(({ kind }) => kind === 'merge')].map(({ id }) => id);
}

async function firstComparison(
  replay: Replay,
  log: ReadableLog,
  reducers: readonly string[],
  partition: string,
  snapshots: readonly StoredSnapshot[],
  context: ScanContext,
): Promise<{ reducer: string; found: readonly FoundSnapshot[] }> {
  let answer: { reducer: string; found: readonly FoundSnapshot[] } = { reducer: '', found: [] };
  for (const reducer of reducers) {
    answer = { reducer, found: await compareStored(replay, log, { reducer, partition }, snapshots, context) };
    if (answer.found.some(({ verdict }) => verdict === 'equal' || verdict === 'differs')) break;
  }
  return answer;
}

function differenceText(
  streamId: string,
  label: string,
  reducer: string,
  { streamRevision, differences }: FoundSnapshot,
): string {
  const { path, stored, replayed } = differences[0]!;
  const more = differences.length > 1 ? ` (and ${plural(differences.length - 1, 'more difference')})` : '';
  const at = path === '' ? 'the state' : path;
  return `The snapshot of stream ${streamId} at ${label} ${streamRevision} is not what ${reducer} makes of its events: ${at} is ${short(stored)}, replayed ${short(replayed)}${more}.`;
}

const short = (text: string | null): string =>
  text === null ? 'absent' : text.length > 80 ? `${text.slice(0, 80)}…` : text;

function examinedText(compared: ReadonlyMap<string, number>, left: number, hasProjection: boolean): string {
  const by = [...compared].map(([reducer, count]) => `${plural(count, 'snapshot')} with ${reducer}`);
  const hint = hasProjection ? '' : '; a projection beside the store would tell more';
  if (by.length === 0)
    return `Nothing: ${plural(left, 'snapshot')} cannot be compared with what is folded here${hint}.`;
  return `${by.join(', ')}${left > 0 ? `; ${formatCount(left)} cannot be compared${hint}` : ''}`;
}
