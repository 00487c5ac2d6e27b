import type { Causation, CorrelatedEvent } from '../../../shared/model/causation.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { envelopeAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext } from '../formats/format.ts';
import { eventsWith } from './links.ts';

/** The events of one correlation, a lane for each stream, in the order in which streams first appear. */
export async function correlationGroup(
  log: ReadableLog,
  id: string,
  limit: number,
  context: ScanContext,
): Promise<NonNullable<Causation['correlation']>> {
  const { index } = log;
  const { found, more } = await eventsWith(log, 'correlationIdHash', [id], limit, context);
  const byId = new Map<string, Ordinal>();
  for (const { ordinal, ids } of found) if (ids.eventId !== null) byId.set(ids.eventId, ordinal);
  const timeOf = (ordinal: Ordinal): number => index.columns.recordedAt[ordinal]!;
  const times = [...found.map(({ ordinal }) => timeOf(ordinal)), ...more.map(timeOf)].filter(Number.isFinite);
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    start = Math.min(start, time);
    end = Math.max(end, time);
  }
  const lanes = new Map<string, CorrelatedEvent[]>();
  for (const { ordinal, ids } of found) {
    const event = envelopeAt(index, ordinal);
    const time = timeOf(ordinal);
    const causedBy = ids.causationId === null ? null : (byId.get(ids.causationId) ?? null);
    const correlated = { event, sinceMicros: Number.isFinite(time) ? time - start : null, causedBy };
    const lane = lanes.get(event.streamId);
    if (lane) lane.push(correlated);
    else lanes.set(event.streamId, [correlated]);
  }
  return {
    events: found.length + more.length,
    lanes: [...lanes].map(([streamId, events]) => ({ streamId, events })),
    cut: more.length,
    spanMicros: times.length === 0 ? null : end - start,
  };
}
