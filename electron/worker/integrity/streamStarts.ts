import { formatCount, plural } from '../../../shared/format.ts';
import type { EventIndex } from '../eventIndex/eventIndex.ts';
import type { StoreTraits } from '../formats/format.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';
import type { StreamRevisions } from './streamRevisions.ts';
import { spanOf } from './words.ts';

/** Of the streams, how many have to begin at the same number for the others to be suspicious. */
const MOST = 0.9;
const FEWEST_STREAMS = 5;

/** Streams whose beginning is not there. */
export const streamStarts: IntegrityCheck = {
  id: 'stream-starts',
  title: 'Streams without their beginning',
  about:
    'State is folded from the first event on. A stream that begins later was cut off by an export of a part, archived or truncated, and its state lacks what came before.',
  reads: 'columns',
  async run({ log: { index }, traits, facts }): Promise<CheckResult> {
    const { revisionLabel: label } = traits;
    const revisions = await facts.revisions();
    const begun = revisions.lowest.reduce((count, ordinal) => count + (ordinal >= 0 ? 1 : 0), 0);
    if (begun === 0) return { examined: `Nothing: this store records no ${label} within a stream.`, findings: [] };
    const start = startOf(index, traits, revisions, begun);
    if (start === null) {
      return {
        examined: `Nothing: it is not known how this store numbers the first event of a stream, and its streams do not agree.`,
        findings: [],
      };
    }
    const findings = new Findings('stream-starts', 'streams without their beginning');
    for (const [stream, lowest] of revisions.lowest.entries()) {
      if (lowest < 0) continue;
      const revision = index.columns.streamRevision.at(lowest);
      if (revision <= start.revision) continue;
      const missing = Number(revision - start.revision);
      const id = index.streams.text(stream);
      findings.add(
        start.isKnown ? 'error' : 'warning',
        id,
        [lowest],
        () =>
          `Stream ${id} begins with ${label} ${revision} at #${lowest}: ${plural(missing, 'event')}, ${label} ${spanOf(start.revision, revision - 1n)}, ${missing === 1 ? 'is' : 'are'} not there.`,
        missing,
      );
    }
    const how = start.isKnown
      ? `counted from ${start.revision}`
      : `counted from ${start.revision}, as ${formatCount(start.agree)} of them are`;
    return { examined: `${plural(begun, 'stream')}, ${how}`, findings: findings.list() };
  },
};

interface Start {
  readonly revision: bigint;
  /** Whether the format says so; else it is what most streams of this log do. */
  readonly isKnown: boolean;
  readonly agree: number;
}

function startOf(
  index: EventIndex,
  { firstRevision }: StoreTraits,
  { lowest }: StreamRevisions,
  streams: number,
): Start | null {
  if (firstRevision !== null) return { revision: BigInt(firstRevision), isKnown: true, agree: streams };
  for (const candidate of [0, 1]) {
    let agree = 0;
    for (const ordinal of lowest)
      if (ordinal >= 0 && index.columns.streamRevision.number(ordinal) === candidate) agree++;
    const isRule = agree === streams || (streams >= FEWEST_STREAMS && agree >= streams * MOST);
    if (isRule) return { revision: BigInt(candidate), isKnown: false, agree };
  }
  return null;
}
