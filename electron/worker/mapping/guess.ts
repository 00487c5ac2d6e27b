import type { JsonObject } from '../../../shared/json.ts';
import {
  MAPPING_VERSION,
  type Mapping,
  type MappingFields,
  type MappingRole,
  type MappingSource,
  mappingRoles,
  type Place,
  type TextField,
  type TimeField,
} from '../../../shared/model/mapping.ts';
import { toPosition, toText } from '../formats/fields.ts';
import { looksOf, type PlaceLook } from './places.ts';

// pure. Which place plays which part, told from its name and from the values of the first records.

/** A guessed mapping with how much speaks for it: tables are put in this order. */
export interface Guess {
  readonly mapping: Mapping;
  readonly score: number;
}

/** Words that names of a role are made of, the clearest first. */
const words: Readonly<Record<MappingRole, string>> = {
  type: 'eventtype eventname messagetype type event kind name action verb what operation op happening topic class activity',
  stream:
    'streamid streamname stream aggregateid aggregateidentifier aggregate entityid entity originatorid persistenceid subject caseid case key objectid object about regarding target account ref id uuid',
  revision:
    'streamrevision streamposition streamversion aggregateversion revision sequencenumber sequencenr eventnumber version seq sequence number nr no position rev step idx index',
  globalPosition:
    'globalposition globalindex globalsequence commitposition logposition seqid ordering position offset sequence seq rowid serial nr no id',
  recordedAt:
    'recordedat recorded createdat created insertedat storedat writtenat loggedat timestamp time when at date ts stamp',
  occurredAt: 'occurredat occurredon occurred happenedat eventtime validfrom effectiveat businesstime',
  schemaVersion: 'schemaversion eventversion dataversion typeversion payloadversion formatversion schema',
  eventId: 'eventid messageid msgid id uuid guid uid',
  correlationId: 'correlationid correlation corrid traceid trace conversationid requestid flowid sagaid transactionid',
  causationId: 'causationid causation causeid cause causedby parentid parent triggeredby triggerid',
  actor: 'actor userid username user by author principal operator who performedby createdby changedby agent',
  payload:
    'payload data body eventdata messagedata content details args arguments params json blob document message value',
  metadata: 'metadata meta headers context ctx envelope attributes extra info tags',
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** 0 to 3: how well a name fits a role. */
function nameScore(role: MappingRole, name: string): number {
  const own = plain(name);
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  let best = 0;
  for (const [rank, word] of words[role].split(' ').entries()) {
    const clear = rank < 6 ? 1 : 0.7;
    if (own === word) best = Math.max(best, 3 * clear);
    else if (parts.includes(word)) best = Math.max(best, 1.5 * clear);
  }
  return best;
}

/** How well the values fit a role; `null` where they cannot play it. */
type ValueScore = (look: PlaceLook, context: GuessContext) => number | null;

interface GuessContext {
  readonly records: number;
  /** Whole numbers that may be revisions. */
  readonly counters: readonly PlaceLook[];
  /** The stream of each record, once it is known. */
  readonly streams: readonly string[] | null;
}

const scores: Readonly<Record<MappingRole, ValueScore>> = {
  type: (look, { records }) => {
    if (look.names < 0.9 || look.filled < 0.9 || look.times > 0.5 || look.uuids > 0.5) return null;
    const repeats = records < 4 || look.distinct <= Math.max(2, records * 0.6);
    return (repeats ? 1.5 : -0.5) + (look.values.some(looksLikeEvent) ? 1 : 0);
  },
  stream: (look, { records, counters }) => {
    if (!canNameStreams(look, records)) return null;
    const streams = look.values.map((value) => toText(value));
    const isCounted = counters.some((counter) => counter !== look && countsWithin(counter, streams));
    const proven = isCounted && look.distinct < records && look.distinct > 1 ? 3 : 0;
    return proven + (look.distinct < records ? 1 : 0) + (look.distinct > 1 ? 0.5 : 0) + (look.uuids > 0.9 ? 0.5 : 0);
  },
  globalPosition: (look, { records }) =>
    look.integers === 1 && look.filled === 1 && look.unique && !isTimeLike(look)
      ? records < 3 || look.ascends
        ? 1.5
        : 0.2
      : null,
  revision: (look, { streams }) => {
    if (look.integers < 0.9 || look.filled < 0.9 || isTimeLike(look)) return null;
    const counts = streams !== null && countsWithin(look, streams);
    return counts ? 3 : -1;
  },
  recordedAt: (look) => (look.times > 0.9 || look.julian > 0.9 ? 1.5 + look.filled : null),
  occurredAt: (look) => (look.times > 0.9 || look.julian > 0.9 ? 0 : null),
  schemaVersion: (look) => (look.objects === 0 && look.distinct <= 10 ? 0 : null),
  eventId: (look) => (look.unique && look.objects === 0 && look.times < 0.5 ? (look.uuids > 0.9 ? 2 : 0) : null),
  correlationId: (look) => (look.objects === 0 && look.times < 0.5 ? 0 : null),
  causationId: (look) => (look.objects === 0 && look.times < 0.5 ? 0 : null),
  actor: (look) => (look.objects === 0 && look.times < 0.5 && look.filled > 0 ? 0 : null),
  payload: (look) => (look.objects > 0.8 ? 1.5 + look.filled : null),
  metadata: (look) => (look.objects > 0.8 ? 0 : null),
};

/** What has to speak for a role before it is filled; by name alone or by values alone where that is enough. */
const needed: Readonly<Record<MappingRole, number>> = {
  type: 1.5,
  stream: 1.5,
  globalPosition: 1.5,
  revision: 1.5,
  recordedAt: 2,
  occurredAt: 2,
  schemaVersion: 1.5,
  eventId: 2,
  correlationId: 1.5,
  causationId: 1.5,
  actor: 1.4,
  payload: 1.5,
  metadata: 1.5,
};

/** The roles in the order in which they choose: what others depend on, and what is clearest, first. */
const order: readonly MappingRole[] = [
  'metadata',
  'payload',
  'type',
  'recordedAt',
  'occurredAt',
  'causationId',
  'correlationId',
  'actor',
  'stream',
  'revision',
  'globalPosition',
  'eventId',
  'schemaVersion',
];
/** What a place loses for each level that it stands inside of a column: the envelope is rather beside the payload. */
const INSIDE = 3;

/**
 * Guesses the fields of records. A type that nothing speaks for is the first column, so that there is one to change.
 */
export function guessMapping(source: MappingSource, records: readonly JsonObject[], columns: readonly string[]): Guess {
  const looks = looksOf(records, columns);
  const taken = new Map<MappingRole, PlaceLook>();
  const counters = looks.filter(({ path, integers, ascends }) => path.length === 1 && integers > 0.9 && !ascends);
  let pair: StreamPair | null = null;
  let total = 0;
  for (const role of order) {
    const stream = taken.get('stream');
    const streams = pair?.streams ?? stream?.values.map((value) => toText(value)) ?? null;
    const best = bestOf(role, looks, taken, { records: records.length, counters, streams });
    if (role === 'stream' && (best === null || best.score < PROVEN)) {
      const free = looks.filter((look) => ![...taken.values()].some((other) => overlaps(other, look)));
      pair = streamPair(free, counters, records.length);
      if (pair !== null) {
        total += PROVEN;
        continue;
      }
    }
    if (best === null) continue;
    taken.set(role, best.look);
    total += best.score;
  }
  const fields: Partial<Record<MappingRole, TextField | TimeField>> = {};
  for (const [role, look] of taken) {
    const isTime = role === 'recordedAt' || role === 'occurredAt';
    fields[role] = isTime && look.julian > 0.9 ? { from: look.place, as: 'julian-days' } : look.place;
  }
  fields.type ??= columns[0] ?? 'type';
  if (pair !== null) fields.stream = { join: pair.places, with: '-' };
  const inside = payloadInside(taken, looks);
  if (inside !== null) fields.payload = inside;
  const hasCore = taken.has('type') && (fields.stream !== undefined || taken.has('payload'));
  return {
    mapping: { eventloupe: 'mapping', version: MAPPING_VERSION, source, fields: inOrder(fields) },
    score: hasCore ? total + 10 : total,
  };
}

const inOrder = (fields: Partial<Record<MappingRole, TextField | TimeField>>): MappingFields =>
  Object.fromEntries(
    mappingRoles.flatMap(({ role }) => (fields[role] === undefined ? [] : [[role, fields[role]]])),
  ) as unknown as MappingFields;

function bestOf(
  role: MappingRole,
  looks: readonly PlaceLook[],
  taken: ReadonlyMap<MappingRole, PlaceLook>,
  context: GuessContext,
): { look: PlaceLook; score: number } | null {
  let best: { look: PlaceLook; score: number } | null = null;
  for (const look of looks) {
    if ([...taken.values()].some((other) => overlaps(other, look))) continue;
    const values = look.filled === 0 ? null : scores[role](look, context);
    if (values === null) continue;
    const score = nameScore(role, look.path.at(-1)!) + values - (look.path.length - 1) * INSIDE;
    if (score >= needed[role] && score > (best?.score ?? 0)) best = { look, score };
  }
  return best;
}

/** A stream with at least this much has numbers that go up by one within it. */
const PROVEN = 4;

/** A stream of two columns, a kind and an id. */
interface StreamPair {
  readonly places: readonly [Place, Place];
  readonly streams: readonly string[];
}

/** Two columns that name streams only together: numbers go up by one within the pair, and within neither of them. */
function streamPair(looks: readonly PlaceLook[], counters: readonly PlaceLook[], records: number): StreamPair | null {
  const named = looks.filter((look) => look.path.length === 1 && canNameStreams(look, records)).slice(0, 12);
  for (const kind of named.filter(({ names, distinct }) => names > 0.9 && distinct > 1 && distinct * 4 <= records)) {
    for (const id of named) {
      if (id === kind || id.distinct <= kind.distinct || id.unique) continue;
      const streams = id.values.map((value, i) => `${toText(kind.values[i])}\0${toText(value)}`);
      const isCounted = counters.some((counter) => counter !== id && countsWithin(counter, streams));
      if (isCounted && new Set(streams).size > id.distinct) return { places: [kind.place, id.place], streams };
    }
  }
  return null;
}

/** Where two roles or more stand inside of the payload, it is the whole event: the payload is an object in it. */
function payloadInside(taken: ReadonlyMap<MappingRole, PlaceLook>, looks: readonly PlaceLook[]): Place | null {
  const payload = taken.get('payload');
  if (payload === undefined) return null;
  const isInside = ({ path }: PlaceLook): boolean =>
    path.length > payload.path.length && payload.path.every((name, i) => path[i] === name);
  if ([...taken.values()].filter(isInside).length < 2) return null;
  const inner = looks.filter((look) => isInside(look) && look.objects > 0.8);
  const score = (look: PlaceLook): number => nameScore('payload', look.path.at(-1)!);
  return inner.toSorted((a, b) => score(b) - score(a))[0]?.place ?? null;
}

/** Whether streams may be called by these values. */
const canNameStreams = (look: PlaceLook, records: number): boolean =>
  look.objects === 0 &&
  look.times <= 0.5 &&
  look.filled >= 0.9 &&
  !isFlag(look) &&
  !(look.ascends && look.unique && records > 2);

/** Whether a place is used already, or holds one that is. */
const overlaps = (other: PlaceLook, look: PlaceLook): boolean => look.path.every((name, i) => other.path[i] === name);

/** `OrderPlaced`, `Moved`, `order.placed`, `ORDER_PLACED`, `order-placed.v2`; not `order-17`. */
const looksLikeEvent = (value: unknown): boolean =>
  typeof value === 'string' && /^(?:[A-Z]\w*[a-z]|[A-Za-z]+(?:[._:-][A-Za-z]+)+)(?:[._-]?[vV]\d+)?$/.test(value);

const isFlag = (look: PlaceLook): boolean => look.values.some((value) => typeof value === 'boolean');
const isTimeLike = (look: PlaceLook): boolean => look.times > 0.9;

/** Whether numbers go up by one within the streams. */
function countsWithin(look: PlaceLook, streams: readonly string[]): boolean {
  const last = new Map<string, bigint>();
  let steps = 0;
  let ones = 0;
  for (const [i, value] of look.values.entries()) {
    const number = toPosition(value);
    const before = last.get(streams[i]!);
    last.set(streams[i]!, number);
    if (before === undefined) {
      // A stream that begins with its first number proves as much as a step.
      if (number !== 0n && number !== 1n) continue;
      ones++;
    } else if (number === before + 1n) ones++;
    steps++;
  }
  return steps > 0 && ones >= steps * 0.8;
}
