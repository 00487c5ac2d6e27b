import { plural } from '../../../shared/format.ts';
import { byStream, placeInStream } from '../replay/questions/storedSnapshots.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';

/** Snapshots in the store that cover more events than the stream has. */
export const snapshotAhead: IntegrityCheck = {
  id: 'snapshot-ahead',
  title: 'Snapshots ahead of their stream',
  about:
    'A snapshot holds what its events added up to. One that covers events which are not there is what is left of them: they were deleted or lost, or it belongs to another log.',
  reads: 'content',
  async run({ log: { index, reader }, traits }, context): Promise<CheckResult> {
    await index.sortByStream(context);
    const findings = new Findings('snapshot-ahead', 'snapshots ahead of their stream');
    const label = traits.revisionLabel;
    let snapshots = 0;
    for (const [streamId, list] of byStream(reader.snapshots())) {
      const stream = index.streams.numberOf(streamId);
      const ordinals = stream < 0 ? new Uint32Array() : index.ordinalsOfStream(stream);
      const revisions = Array.from(ordinals, (ordinal) => index.columns.streamRevision.number(ordinal));
      for (const { streamRevision } of list) {
        snapshots++;
        if (placeInStream(streamRevision, revisions)?.ahead !== true) continue;
        const last = ordinals.at(-1);
        findings.add(
          'error',
          `${streamId}:${streamRevision}`,
          last === undefined ? [] : [last],
          () =>
            last === undefined
              ? `A snapshot of stream ${streamId} covers it up to ${label} ${streamRevision}, but the log has no event of it.`
              : `A snapshot of stream ${streamId} covers it up to ${label} ${streamRevision}, but its last event is #${last}, ${label} ${revisions.at(-1)}.`,
          1,
        );
      }
      await context.breathe({ phase: 'check', done: snapshots, unit: 'events' });
    }
    if (snapshots === 0) return { examined: '0 snapshots: the store holds none', findings: [] };
    return { examined: plural(snapshots, 'snapshot'), findings: findings.list() };
  },
};
