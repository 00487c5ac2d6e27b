import { ExactNumber, type JsonObject, type JsonValue } from '../../../../../shared/json.ts';
import { toMicros, toObject, toPosition, toText } from '../../fields.ts';
import { versionText } from '../../schemaVersion.ts';

export type Role = 'stream' | 'type' | 'revision' | 'position' | 'time' | 'id' | 'payload' | 'metadata' | 'version';

/** A member of the line, or of its metadata. */
export interface Place {
  readonly key: string;
  readonly inMetadata: boolean;
}

export type Places = Readonly<Record<Role, Place | null>> & { readonly timeIsNumber: boolean };

/** Names by role, the clearest first. */
const names = {
  stream:
    'streamId stream_id streamName stream_name stream aggregateId aggregate_id aggregateid aggregateIdentifier aggregate_identifier entityId entity_id originator_id persistence_id subject key',
  type: 'type eventType event_type eventName event_name messageType message_type name kind event',
  revision:
    'streamRevision stream_revision streamPosition stream_position streamVersion stream_version aggregateVersion aggregate_version revision sequenceNumber sequence_number sequence_nr originator_version eventNumber event_number',
  position:
    'globalPosition global_position globalIndex global_index globalSequence global_sequence commitPosition commit_position logPosition log_position seqId seq_id notification_id ordering',
  time: 'recordedAt recorded_at created createdAt created_at timestamp time time_stamp occurredAt occurred_at occurredOn occurred_on eventTime event_time date ts',
  id: 'eventId event_id messageId message_id id uuid',
  payload: 'payload data body eventData event_data message_data value content',
  metadata: 'metadata meta message_metadata headers context',
} as const;

/** Names of times that applications also give to words. */
const mayBeOtherThanTime: readonly string[] = ['created', 'time', 'date', 'ts'];

/** The number in the stream or in the whole store: the values tell. */
const eitherNumber = ['position', 'sequence', 'seq', 'offset', 'number', 'index', 'version', 'rev'] as const;

/** Decides from a sample which member plays which role. A name counts when at least half of the lines have it. */
export function placesOf(sample: readonly JsonObject[]): Places {
  const metadata = place(sample, words(names.metadata), (value) => toObject(value) !== null || value === null);
  const inner: JsonObject[] =
    metadata === null ? [] : sample.map((line) => toObject(line[metadata])).filter((object) => object !== null);
  const find = (
    role: keyof typeof names,
    accepts: (value: JsonValue) => boolean,
    isMeant: (name: string) => boolean = () => true,
  ): Place | null => {
    const candidates = words(names[role]).filter(isMeant);
    const top = place(sample, candidates, accepts);
    if (top !== null) return { key: top, inMetadata: false };
    const within = place(inner, candidates, accepts);
    return within === null || inner.length * 2 < sample.length ? null : { key: within, inMetadata: true };
  };
  const isText = (value: JsonValue): boolean => toText(value) !== '';
  const isNumber = (value: JsonValue): boolean => toPosition(value) >= -1n;

  const type = find('type', (value) => typeof value === 'string' && value !== '');
  const stream = find('stream', isText);
  let revision = find('revision', isNumber);
  let position = find('position', isNumber);
  let version: Place | null = null;
  for (const key of eitherNumber) {
    if (place(sample, [key], isNumber) === null) continue;
    const values = sample.map((line) => toPosition(line[key]));
    const ascends = values.length > 1 && values.every((value, i) => i === 0 || value > values[i - 1]!);
    const severalStreams = new Set(sample.map((line) => (stream === null ? '' : toText(line[stream.key])))).size > 1;
    if (position === null && ascends && severalStreams) position = { key, inMetadata: false };
    else if (revision === null) revision = { key, inMetadata: false };
    else if (key === 'version' && looksLikeSchemaVersion(sample, key)) version = { key, inMetadata: false };
  }
  if (version === null && metadata !== null && looksLikeSchemaVersion(inner, 'version')) {
    version = { key: 'version', inMetadata: true };
  }
  // What a clear name has and is no time is reported, row by row; under any other name it is the application's.
  const time =
    find('time', (value) => !Number.isNaN(toMicros(value))) ??
    find('time', isText, (name) => !mayBeOtherThanTime.includes(name));
  const payload = place(sample, words(names.payload), () => true);
  return {
    stream,
    type,
    revision,
    position,
    time,
    id: find('id', isText),
    payload: payload === null || payload === type?.key ? null : { key: payload, inMetadata: false },
    metadata: metadata === null ? null : { key: metadata, inMetadata: false },
    version,
    timeIsNumber: time !== null && sample.some((line) => isBareNumber(line[time.key])),
  };
}

const words = (list: string): string[] => list.split(' ');

const isBareNumber = (value: JsonValue | undefined): boolean =>
  typeof value === 'number' || value instanceof ExactNumber || (typeof value === 'string' && /^\d+$/.test(value));

/** The first name that at least half of the objects have with a value that fits. */
function place(
  objects: readonly JsonObject[],
  candidates: readonly string[],
  accepts: (value: JsonValue) => boolean,
): string | null {
  for (const key of candidates) {
    const fitting = objects.filter((object) => Object.hasOwn(object, key) && accepts(object[key]!)).length;
    if (fitting > 0 && fitting * 2 >= objects.length) return key;
  }
  return null;
}

/** Few distinct small integers or semantic versions: a number that differs by type, not by row. */
function looksLikeSchemaVersion(objects: readonly JsonObject[], key: string): boolean {
  const values = objects.map((object) => versionText(object[key])).filter((text) => text !== '');
  if (values.length * 2 < objects.length || values.length === 0) return false;
  const distinct = new Set(values);
  return values.every((text) => /^\d{1,2}(\.\d+){0,2}$/.test(text)) && distinct.size <= Math.max(1, values.length / 4);
}
