import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { placePath, placesIn, timeFormOf } from '../../../shared/mappingText.ts';
import type { Micros } from '../../../shared/model/event.ts';
import {
  type Mapping,
  mappingRoles,
  type Place,
  type TextField,
  type TimeField,
} from '../../../shared/model/mapping.ts';
import { shownMember, toObject, toText } from '../formats/fields.ts';
import type { LineEnvelope } from '../formats/lines/dialects/dialect.ts';
import { isThere, noteNoTime } from '../formats/lines/dialects/envelopeNumbers.ts';
import { microsIn } from './times.ts';

// pure. What the fields of a mapping read from a record that is an object.

/** The stream of events that name none. */
export const NO_STREAM = '(stream not recorded)';

/** What stands at a path; objects on the way may be JSON inside a string. */
export function memberAt(record: JsonObject, path: readonly string[]): JsonValue | undefined {
  let at: JsonValue | undefined = record;
  for (const name of path) {
    const holder: JsonObject | null = isJsonObject(at) ? at : toObject(at);
    if (holder === null || !Object.hasOwn(holder, name)) return undefined;
    at = holder[name];
  }
  return at;
}

/** Reads a text; of a composed one, parts that are empty are left out. '' for none. */
export function textReader(field: TextField | undefined): (record: JsonObject) => string {
  if (field === undefined) return () => '';
  if (typeof field === 'object' && 'constant' in field) return () => field.constant;
  const paths = placesIn(field).map(placePath);
  if (typeof field === 'string') return (record) => toText(memberAt(record, paths[0]!));
  return (record) =>
    paths
      .map((path) => toText(memberAt(record, path)))
      .filter((text) => text !== '')
      .join(field.with);
}

/** Reads the first of several times that has a value; NaN for none, and for a value that is no time: `out` says so. */
export function timeReader(
  fields: readonly (TimeField | undefined)[],
): (record: JsonObject, out?: LineEnvelope) => Micros {
  const times = fields
    .filter((field) => field !== undefined)
    .map((field) => ({ place: placesIn(field)[0]!, form: timeFormOf(field) }))
    .map(({ place, form }) => ({ place, path: placePath(place), form }));
  return (record, out) => {
    for (const { place, path, form } of times) {
      const value = memberAt(record, path);
      if (value == null) continue;
      const micros = microsIn(form, value);
      if (out !== undefined && Number.isNaN(micros) && isThere(value)) noteNoTime(out, place, shownMember(value));
      return micros;
    }
    return Number.NaN;
  };
}

/** The ways to what the envelope shows as it is: what stands there is not shown a second time. */
export function shownPaths({ fields }: Pick<Mapping, 'fields'>): (readonly string[])[] {
  const roles = mappingRoles.filter(({ role }) => !['occurredAt', 'payload', 'metadata'].includes(role));
  return roles.flatMap(({ role }) => placesIn(fields[role])).map(placePath);
}

/** Those of them that are columns, or members of the record. */
export const shownColumns = (mapping: Pick<Mapping, 'fields'>): string[] => [
  ...new Set(shownPaths(mapping).flatMap((path) => (path.length === 1 ? [path[0]!] : []))),
];

export const pathOf = (place: Place | undefined): readonly string[] | null =>
  place === undefined ? null : placePath(place);
