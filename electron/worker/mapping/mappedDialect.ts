import type { JsonObject } from '../../../shared/json.ts';
import { fieldText, placePath, placesIn, timeFormOf } from '../../../shared/mappingText.ts';
import { type Mapping, mappingRoles, type Place, type TextField } from '../../../shared/model/mapping.ts';
import { actorKeys, causationKeys, correlationKeys, firstText, toObject, toText } from '../formats/fields.ts';
import {
  type EnvelopePlaces,
  type LineDialect,
  missingType,
  scannedTimeForms,
} from '../formats/lines/dialects/dialect.ts';
import { readInteger } from '../formats/lines/dialects/envelopeNumbers.ts';
import type { MemberPath } from '../formats/lines/memberPath.ts';
import { schemaVersionKeys, versionOfKeys, versionOfType, versionText } from '../formats/schemaVersion.ts';
import { memberAt, NO_STREAM, pathOf, shownColumns, shownPaths, textReader, timeReader } from './fieldReaders.ts';
import { mappedTraits } from './mappedTraits.ts';

/** The dialect of JSON or CSV records whose fields a person has mapped. pure. */
export function mappedDialect(mapping: Mapping): LineDialect {
  const { fields } = mapping;
  const payload = pathOf(fields.payload);
  const metadata = pathOf(fields.metadata);
  const revision = pathOf(fields.revision);
  const position = pathOf(fields.globalPosition);
  const type = textReader(fields.type);
  const stream = textReader(fields.stream);
  const recordedAt = timeReader([fields.recordedAt, fields.occurredAt]);
  const at = (record: JsonObject, path: MemberPath | null) => (path === null ? undefined : memberAt(record, path));
  const text = (place: Place | undefined): ((record: JsonObject) => string) => {
    const path = pathOf(place);
    return (record) => toText(at(record, path));
  };
  const eventId = text(fields.eventId);
  const correlationId = text(fields.correlationId);
  const causationId = text(fields.causationId);
  const actor = text(fields.actor);
  const schemaVersion = pathOf(fields.schemaVersion);
  const isNested = (payload?.length ?? 1) > 1 || (metadata?.length ?? 1) > 1;
  const places = scannedPlaces(mapping, metadata);
  const top = (path: MemberPath | null): string[] => (path?.length === 1 ? [path[0]!] : []);

  return {
    id: 'mapped',
    ...mappedTraits(mapping),
    notes: [mappingNote(mapping)],
    payloadKeys: top(payload),
    metadataKeys: top(metadata),
    envelopeKeys: new Set([...shownColumns(mapping), ...(isNested ? [] : [...top(payload), ...top(metadata)])]),
    ...(isNested && { nested: { payload, metadata, shown: shownPaths(mapping).filter((path) => path.length > 1) } }),
    read(record, out) {
      out.type = type(record);
      if (out.type === '') return missingType;
      const own = toObject(at(record, metadata));
      out.stream = stream(record) || NO_STREAM;
      out.revision = readInteger(out, fields.revision ?? '', at(record, revision));
      out.position = readInteger(out, fields.globalPosition ?? '', at(record, position));
      out.recordedAt = recordedAt(record, out);
      out.eventId = eventId(record);
      out.correlationId = correlationId(record) || firstText(own, correlationKeys);
      out.causationId = causationId(record) || firstText(own, causationKeys);
      out.actor = actor(record) || firstText(own, actorKeys);
      out.schemaVersion =
        versionText(at(record, schemaVersion)) || versionOfKeys(own ?? undefined) || versionOfType(out.type);
      return null;
    },
    ...(places && { places }),
  };
}

/** What a mapping reads from where, as a sentence. */
export function mappingNote({ fields }: Mapping): string {
  const read = mappingRoles.flatMap(({ role, title }) =>
    fields[role] === undefined ? [] : [`${title.toLowerCase()} = ${fieldText(fields[role])}`],
  );
  return `Fields were mapped by hand: ${read.join(', ')}.`;
}

/** Where the scanner finds what `read` reads; `null` where that takes more than looking it up. */
function scannedPlaces({ fields }: Mapping, metadata: MemberPath | null): EnvelopePlaces | null {
  const { type, stream, recordedAt, occurredAt } = fields;
  const times = [recordedAt, occurredAt].filter((time) => time !== undefined);
  const form = times[0] === undefined ? 'auto' : timeFormOf(times[0]);
  const timeForm = scannedTimeForms.find((known) => known === form);
  if (timeForm === undefined || times.some((time) => timeFormOf(time) !== form)) return null;
  if ([type, stream].some((field) => typeof field === 'object' && 'join' in field)) return null;
  const own = (place: Place | undefined): MemberPath[] => (place === undefined ? [] : [placePath(place)]);
  const inMetadata = (keys: readonly string[]): MemberPath[] =>
    metadata === null ? [] : keys.map((key) => [...metadata, key]);
  const roles = {
    type: typeof type === 'string' ? own(type) : [],
    stream: typeof stream === 'string' ? own(stream) : [],
    revision: own(fields.revision),
    position: own(fields.globalPosition),
    recordedAt: times.flatMap(placesIn).map(placePath),
    eventId: own(fields.eventId),
    schemaVersion: [...own(fields.schemaVersion), ...inMetadata(schemaVersionKeys)],
    correlationId: [...own(fields.correlationId), ...inMetadata(correlationKeys)],
    causationId: [...own(fields.causationId), ...inMetadata(causationKeys)],
  };
  const holders = Object.values(roles).flatMap((paths) => paths.flatMap(holdersOf));
  const maybeText = [...new Map(holders.map((path) => [path.join('\0'), path])).values()];
  return {
    ...roles,
    streamOtherwise: constantOf(stream) ?? NO_STREAM,
    ...(constantOf(type) !== null && { typeOtherwise: constantOf(type)! }),
    timeForm,
    maybeText,
  };
}

const constantOf = (field: TextField | undefined): string | null =>
  typeof field === 'object' && 'constant' in field ? field.constant : null;

/** The objects on the way to a member. */
const holdersOf = (path: MemberPath): MemberPath[] => path.slice(1).map((_, i) => path.slice(0, i + 1));
