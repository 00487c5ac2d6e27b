import { formatCount, plural } from '../../../shared/format.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import { streamRevisionAt } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import { ReadBatch } from '../eventIndex/readBatch.ts';
import type { ScanContext, StoredRecord } from '../formats/format.ts';
import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';
import { findRecipe, type HashedEvent, type HashRecipe } from './hashRecipes.ts';

/** Events that are looked at for members that hold hashes. */
const SEARCHED = 256;
/** Hashes that are made between two breaths. */
const BATCH = 256;
/** Events on which a recipe is tried. */
const TRIED = 8;

const PREVIOUS = /^(prev|previous|parent|last)_?(event_?)?(hash|digest|checksum)$/i;
const OWN = /^((event|row|record|own|current|self|this)_?)?(hash|digest|checksum)$/i;

/** Where events keep their own hash and that of the event before. */
interface ChainPlace {
  readonly part: 'metadata' | 'payload';
  readonly own: string;
  readonly previous: string;
}

interface Link extends HashedEvent {
  readonly ordinal: Ordinal;
}

/** Hashes that the store itself keeps, each made of the one before: they show what was altered since. */
export const hashChain: IntegrityCheck = {
  id: 'hash-chain',
  title: 'Broken hash chain',
  about:
    'Some stores keep with each event a hash of it and of the hash before. A link that does not fit shows where an event was removed, inserted or moved; a hash that does not fit its event, that it was altered.',
  reads: 'content',
  async run({ log }, context): Promise<CheckResult> {
    const place = await chainPlace(log, context);
    if (place === null) {
      return {
        examined: 'Nothing: its first events keep no hash of the event before (prev_hash or the like).',
        findings: [],
      };
    }
    const links: Link[] = [];
    for await (const { start, records } of recordBatches(log, log.index.length, context)) {
      links.push(...linksOf(log, place, start, records));
    }
    const findings = new Findings('hash-chain', 'links that do not fit');
    const byStream = isByStream(links);
    const before = new Map<string, Link>();
    for (const link of links) {
      const key = byStream ? link.streamId : '';
      const last = before.get(key);
      before.set(key, link);
      if (last === undefined || link.previous === last.hash) continue;
      findings.add(
        'error',
        `link:#${link.ordinal}`,
        [last.ordinal, link.ordinal],
        () =>
          `#${link.ordinal} follows on a hash ${short(link.previous)}, and #${last.ordinal} before it has ${short(last.hash)}: an event between them was removed, inserted, moved or altered.`,
      );
    }
    // Those at the beginning may be the ones that were altered.
    const recipe = [0, links.length >> 1].reduce<HashRecipe | null>(
      (found, from) => found ?? findRecipe(links.slice(from, from + TRIED)),
      null,
    );
    if (recipe !== null) {
      for (const [i, link] of links.entries()) {
        if (i % BATCH === 0) await context.breathe({ phase: 'check', done: i, total: links.length, unit: 'events' });
        if (recipe.fits(link)) continue;
        findings.add(
          'error',
          `hash:#${link.ordinal}`,
          [link.ordinal],
          () => `The content of #${link.ordinal} does not give its hash ${short(link.hash)}: it was altered.`,
        );
      }
    }
    const without = log.index.length - links.length;
    const how =
      recipe === null
        ? 'its recipe could not be found out, so contents were not hashed again'
        : `hashed again as ${recipe.name}`;
    return {
      examined: `${plural(links.length, 'link')} ${byStream ? 'within streams' : 'across the log'}${without > 0 ? `; ${formatCount(without)} events have none` : ''}; ${how}`,
      findings: findings.list(),
    };
  },
};

/** The records of the first `count` events, as many at a time as take some milliseconds. */
async function* recordBatches(log: ReadableLog, count: number, context: ScanContext) {
  const batch = new ReadBatch();
  const { index, reader } = log;
  for (let start = 0, end = 0; start < count; start = end) {
    while (end < count && !batch.isFullWith(index, end++));
    const ordinals = Uint32Array.from({ length: end - start }, (_, i) => start + i);
    yield { start, records: reader.readRecords(index, ordinals) };
    batch.end();
    await context.breathe({ phase: 'check', done: start, total: count, unit: 'events' });
  }
}

/** Where the first events keep hashes; `null` where they do not. */
async function chainPlace(log: ReadableLog, context: ScanContext): Promise<ChainPlace | null> {
  for await (const { records } of recordBatches(log, Math.min(SEARCHED, log.index.length), context)) {
    for (const record of records) {
      for (const part of ['metadata', 'payload'] as const) {
        const names = Object.keys(membersOf(record, part));
        const previous = names.find((name) => PREVIOUS.test(name));
        const own = names.find((name) => OWN.test(name));
        if (previous !== undefined && own !== undefined) return { part, own, previous };
      }
    }
  }
  return null;
}

function linksOf(
  { index }: ReadableLog,
  { part, own, previous }: ChainPlace,
  start: Ordinal,
  records: readonly StoredRecord[],
): Link[] {
  return records.flatMap((record, i): Link[] => {
    const members = membersOf(record, part);
    const hash = members[own];
    if (typeof hash !== 'string' || hash === '') return [];
    const before = members[previous];
    const ordinal = start + i;
    const { [own]: _own, [previous]: _previous, ...rest } = part === 'payload' ? members : {};
    const stored = record.payload.kind === 'json' ? record.payload.text : '';
    return [
      {
        ordinal,
        hash,
        previous: typeof before === 'string' && !/^0*$/.test(before) ? before : null,
        payload: part === 'payload' ? JSON.stringify(rest) : stored,
        eventId: record.eventId ?? '',
        type: index.types.text(index.columns.type[ordinal]!),
        streamId: index.streams.text(index.columns.stream[ordinal]!),
        revision: streamRevisionAt(index, ordinal) ?? '',
      },
    ];
  });
}

function membersOf(record: StoredRecord, part: ChainPlace['part']): Record<string, unknown> {
  const text = part === 'metadata' ? record.metadata : record.payload.kind === 'json' ? record.payload.text : null;
  if (text === null || !/hash|digest|checksum/i.test(text)) return {};
  const value: unknown = JSON.parse(text);
  return isJsonObject(value as never) ? (value as Record<string, unknown>) : {};
}

/** Whether the chains are those of streams: more links fit that way than across the log. */
function isByStream(links: readonly Link[]): boolean {
  const lastOf = new Map<string, Link>();
  let last: Link | undefined;
  let across = 0;
  let within = 0;
  for (const link of links) {
    if (last !== undefined && link.previous === last.hash) across++;
    if (lastOf.has(link.streamId) && link.previous === lastOf.get(link.streamId)!.hash) within++;
    last = link;
    lastOf.set(link.streamId, link);
  }
  return within > across;
}

const short = (hash: string | null): string => (hash === null ? 'of nothing' : `${hash.slice(0, 12)}…`);
