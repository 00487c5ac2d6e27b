import type { Ordinal } from '../../../shared/model/event.ts';
import type { HitCount } from '../../../shared/model/pages.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import type { Progress } from '../../../shared/protocol/requests.ts';
import type { Handlers } from '../../../shared/protocol/server.ts';
import type { BitSet } from '../eventIndex/bitSet.ts';
import { idHash } from '../eventIndex/idHash.ts';
import type { ScanContext } from '../formats/format.ts';
import type { OpenedLog } from '../openedLog.ts';
import type { Session } from '../session.ts';
import { eventPart, eventText, shownEvent } from '../shownEvent.ts';
import { facets, streamPage } from '../summaries/facets.ts';
import { timelineBuckets } from '../summaries/timeline.ts';
import { pageOf } from './page.ts';

interface Found {
  /** The log that was searched: another may be open when the answer is put together. */
  readonly log: OpenedLog;
  /** `null` stands for every event. */
  readonly set: BitSet | null;
  readonly hits: HitCount;
}

/** Events: found, counted, listed, one by one and in buckets. */
export const eventHandlers = (session: Session) => {
  const find = async (
    query: string,
    call: { readonly signal: AbortSignal; progress(progress: Progress): void },
  ): Promise<Found> => {
    const { log, search } = session.opened;
    const { set, ...hits } = await search.find(query, session.context(call));
    return { log, set, hits };
  };

  return {
    'log.facets': async ({ query }, context) => {
      const { log, set } = await find(query, context);
      return facets(log.index, set, session.context(context));
    },
    'timeline.buckets': async (request, context) => {
      const isPlain = request.query.trim() === '' && request.stackBy !== 'category';
      const { log: opened } = session.opened;
      await (isPlain ? opened.times() : opened.whole());
      const { log, set } = await find(request.query, context);
      return timelineBuckets(log.index, request, set);
    },
    'events.count': async ({ query }, context) => (await find(query, context)).hits,
    'events.page': async ({ query, ...page }, context) => {
      const { log, set, hits } = await find(query, context);
      const { offset, end } = pageOf(page, hits.matched);
      return { ...hits, offset, rows: ordinalsOf(set, offset, end).map((ordinal) => log.envelope(ordinal)) };
    },
    'events.records': async ({ query, ...page }, context) => {
      const { log, set, hits } = await find(query, context);
      const { offset, end } = pageOf(page, hits.matched);
      return { ...hits, rows: log.events(ordinalsOf(set, offset, end)) };
    },
    'events.locate': async ({ query, ordinal }, context) => {
      const { set, hits } = await find(query, context);
      return locate(set, hits.matched, ordinal);
    },
    'events.envelope': ({ ordinal }) => session.opened.log.envelope(ordinal),
    'events.get': ({ ordinal }) => {
      const { log } = session.opened;
      return log.event(known(log, ordinal));
    },
    'events.shown': ({ ordinal }) => {
      const { log } = session.opened;
      return shownEvent(log.event(known(log, ordinal)));
    },
    'events.part': ({ ordinal, from, ...text }) => {
      const { log } = session.opened;
      return eventPart(log.event(known(log, ordinal)), text, from);
    },
    'events.text': ({ ordinal, offset, ...text }) => {
      const { log, texts } = session.opened;
      const key = JSON.stringify(['event', ordinal, text]);
      return texts.piece(key, offset, () => eventText(log.event(known(log, ordinal)), text));
    },
    'events.correlated': async ({ ordinal }, context) => {
      const { log } = session.opened;
      return { ordinals: await correlated(log, known(log, ordinal), session.context(context)) };
    },
    'streams.page': (request, { signal }) => streamPage(session.opened.log.index, request, session.context({ signal })),
  } satisfies Partial<Handlers>;
};

function known(log: OpenedLog, ordinal: Ordinal): Ordinal {
  if (Number.isInteger(ordinal) && ordinal >= 0 && ordinal < log.index.length) return ordinal;
  throw new InspectorError('not-found', `There is no event #${ordinal}.`);
}

const ordinalsOf = (set: BitSet | null, offset: number, end: number): Ordinal[] =>
  set ? [...set.slice(offset, end - offset)] : Array.from({ length: end - offset }, (_, i) => offset + i);

/** Where `ordinal` stands among the matches. */
function locate(set: BitSet | null, matched: number, ordinal: Ordinal) {
  const some = (found: number): Ordinal | null => (found < 0 || found >= matchesEnd ? null : found);
  const matchesEnd = set ? set.size : matched;
  return set
    ? {
        index: set.rank(ordinal) - 1,
        exact: set.has(ordinal),
        previous: some(set.previous(ordinal)),
        next: some(set.next(ordinal)),
      }
    : {
        index: Math.min(ordinal, matched - 1),
        exact: ordinal >= 0 && ordinal < matched,
        previous: some(Math.min(ordinal, matched) - 1),
        next: some(ordinal + 1),
      };
}

/** Events with the correlation id of the given one, found by hash and confirmed by reading the ids. */
async function correlated(log: OpenedLog, ordinal: Ordinal, context: ScanContext): Promise<Ordinal[]> {
  const id = log.event(ordinal).correlationId;
  if (id === null) return [];
  const hash = idHash(id);
  const { index } = log;
  const candidates: Ordinal[] = [];
  for (let start = 0; start < index.length; start += 65_536) {
    const end = Math.min(index.length, start + 65_536);
    const hashes = index.columns.correlationIdHash;
    for (let i = start; i < end; i++) if (hashes[i] === hash) candidates.push(i);
    await context.breathe({ phase: 'read', done: end, total: index.length, unit: 'events' });
  }
  const confirmed: Ordinal[] = [];
  for (let start = 0; start < candidates.length; start += 500) {
    const page = candidates.slice(start, start + 500);
    const records = log.reader.readRecords(index, page);
    confirmed.push(...page.filter((_, i) => records[i]!.correlationId === id));
    await context.breathe({ phase: 'read', done: start, total: candidates.length, unit: 'events' });
  }
  return confirmed;
}
