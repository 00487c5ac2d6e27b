import { isJsonObject, type JsonObject, type JsonValue } from '../../../../../shared/json.ts';
import { actorKeys, causationKeys, correlationKeys, firstText, toObject, toPosition, toText } from '../../fields.ts';
import { schemaVersionKeys, versionOfKeys, versionOfType, versionText } from '../../schemaVersion.ts';
import { type EnvelopePlaces, type LineDialect, missingType } from './dialect.ts';
import { readInteger, readTime } from './envelopeNumbers.ts';
import { type Place, type Places, placesOf, type Role } from './genericNames.ts';

const noStream = '(stream not recorded)';

/**
 * The dialect of home-grown lines: which member plays which role is decided once per file, by names first and by the
 * values of the sample where a name is ambiguous, and said in the notes. A sentence why not, when no mapping makes
 * events of the lines.
 */
export function genericDialect(sample: readonly JsonObject[]): LineDialect | string {
  const places = placesOf(sample);
  const { stream, type, payload } = places;
  if (type === null || (stream === null && payload === null)) {
    const keys = [...new Set(sample.flatMap((line) => Object.keys(line)))].slice(0, 12).join(', ');
    return `Its lines are JSON objects with ${keys === '' ? 'no members' : keys}: that names no event. An event needs a type (type, event_type, eventName, …) and a stream (streamId, aggregate_id, …) or a payload (data, payload, …).`;
  }
  const flat = payload === null;
  const top = (role: Role): string[] => (places[role]?.inMetadata === false ? [places[role].key] : []);
  const consumed = new Set([
    ...(['stream', 'type', 'revision', 'position', 'time', 'id', 'payload', 'metadata'] as const).flatMap(top),
    ...schemaVersionKeys,
    ...correlationKeys,
    ...causationKeys,
    'actor',
    ...(places.version?.inMetadata === false ? [places.version.key] : []),
    // Written by our own `events --json`.
    'ordinal',
  ]);
  const metadataKey = places.metadata?.key ?? '';
  const fieldOf = (line: JsonObject, metadata: JsonObject | null, place: Place | null): JsonValue | undefined =>
    place === null ? undefined : place.inMetadata ? metadata?.[place.key] : line[place.key];

  const [revisionName, positionName, timeName] = (['revision', 'position', 'time'] as const).map((role) =>
    places[role] === null ? '' : shownPlace(places, places[role]),
  ) as [string, string, string];

  return {
    id: 'generic',
    name: 'JSON Lines',
    provenBy: 'field names of many worlds, checked against the values',
    firstRevision: firstRevisionOf(sample, places),
    revisionLabel: places.revision?.key ?? 'revision',
    globalGapsAreNormal: true,
    notes: notesOf(places),
    payloadKeys: flat ? [] : [payload.key],
    metadataKeys: metadataKey === '' ? [] : [metadataKey],
    envelopeKeys: consumed,
    read(line, out) {
      const metadata = metadataKey === '' ? null : toObject(line[metadataKey]);
      out.type = toText(fieldOf(line, metadata, type));
      if (out.type === '') return missingType;
      out.stream = toText(fieldOf(line, metadata, stream)) || noStream;
      out.revision = readInteger(out, revisionName, fieldOf(line, metadata, places.revision));
      out.position = readInteger(out, positionName, fieldOf(line, metadata, places.position));
      out.recordedAt = readTime(out, timeName, fieldOf(line, metadata, places.time));
      out.eventId = toText(fieldOf(line, metadata, places.id));
      out.schemaVersion =
        versionOfKeys(line) ||
        versionOfKeys(metadata ?? undefined) ||
        (flat ? '' : versionOfKeys(line[payload.key])) ||
        versionText(fieldOf(line, metadata, places.version)) ||
        versionOfType(out.type);
      out.correlationId = firstText(line, correlationKeys) || firstText(metadata, correlationKeys);
      out.causationId = firstText(line, causationKeys) || firstText(metadata, causationKeys);
      out.actor =
        firstText(line, ['actor']) || firstText(metadata, actorKeys) || (flat ? '' : firstText(line, actorKeys));
      return null;
    },
    places: scannedPlaces(places),
  };
}

/** The members that `read` looks into, in its order. */
function scannedPlaces(places: Places): EnvelopePlaces {
  const metadata = places.metadata === null ? [] : [[places.metadata.key]];
  const payload = places.payload === null ? [] : [[places.payload.key]];
  const within = (holders: readonly (readonly string[])[], keys: readonly string[]) =>
    holders.flatMap((holder) => keys.map((key) => [...holder, key]));
  const of = (role: Role) => {
    const place = places[role];
    return place === null ? [] : within(place.inMetadata ? metadata : [[]], [place.key]);
  };
  return {
    type: of('type'),
    stream: of('stream'),
    streamOtherwise: noStream,
    revision: of('revision'),
    position: of('position'),
    recordedAt: of('time'),
    eventId: of('id'),
    schemaVersion: [...within([[], ...metadata, ...payload], schemaVersionKeys), ...of('version')],
    correlationId: within([[], ...metadata], correlationKeys),
    causationId: within([[], ...metadata], causationKeys),
    maybeText: metadata,
  };
}

function firstRevisionOf(sample: readonly JsonObject[], { revision, metadata }: Places): 0 | 1 | null {
  if (revision === null) return null;
  const metadataOf = (line: JsonObject): JsonValue | undefined => (metadata === null ? undefined : line[metadata.key]);
  const values = sample.map((line) => {
    const holder = revision.inMetadata ? metadataOf(line) : line;
    return isJsonObject(holder) ? toPosition(holder[revision.key]) : -1n;
  });
  if (values.includes(0n)) return 0;
  return values.includes(1n) ? 1 : null;
}

const shownPlace = (places: Places, { key, inMetadata }: Place): string =>
  inMetadata ? `${places.metadata?.key}.${key}` : key;

function notesOf(places: Places): string[] {
  const shown = (['stream', 'revision', 'position', 'type', 'time', 'id', 'payload', 'metadata', 'version'] as const)
    .filter((role) => places[role] !== null)
    .map((role) => {
      const place = places[role]!;
      return `${role === 'version' ? 'schema version' : role} = ${shownPlace(places, place)}`;
    });
  const notes = [`Fields were recognised by their names: ${shown.join(', ')}.`];
  if (places.payload === null) notes.push('There is no payload member: what is not envelope is shown as the payload.');
  if (places.timeIsNumber) notes.push('Times are bare numbers: their unit is guessed from their size.');
  return notes;
}
