// What a profile says of its version: fields with types, presence, ranges, values and formats. Pure.
import type { FieldFormat, FieldStats, SchemaVersionStats } from '../../../../shared/model/schema.ts';
import { microsToIso } from '../../../../shared/time.ts';
import type { EventIndex } from '../../eventIndex/eventIndex.ts';
import { type Field, kindNames, NULL, OBJECT } from './field.ts';
import type { Profile } from './profile.ts';

/** Different texts that an enumeration may have; how often each is met on average, and all of them together. */
const MOST_ENUMERATED = 12;
const MET_AGAIN = 3;
const MET_LEAST = 6;

export function describeVersion(profile: Profile, index: EventIndex): SchemaVersionStats {
  const { schemaVersion, events, first, last, firstTime, lastTime, withoutFields, fieldsCut } = profile;
  return {
    schemaVersion,
    events,
    firstRecordedAt: microsToIso(firstTime),
    lastRecordedAt: microsToIso(lastTime),
    firstOrdinal: first,
    lastOrdinal: last,
    withoutFields,
    fieldsCut,
    fields: fieldsOf(profile.root)
      .map((field) => describeField(field, index))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
}

/** All fields that some event has; the payload itself where it was ever something other than an object. */
export function fieldsOf(root: Field): Field[] {
  const found: Field[] = [];
  const walk = (field: Field): void => {
    if (field.present === 0) return;
    if (field !== root || (field.kinds & ~(1 << OBJECT)) !== 0) found.push(field);
    for (const child of field.children.values()) walk(child);
    if (field.items) walk(field.items);
  };
  walk(root);
  return found;
}

function describeField(field: Field, index: EventIndex): FieldStats {
  const { path, kinds, present, holder, kindEvents, first, last, numbers, texts } = field;
  const { recordedAt } = index.columns;
  const range = numbers?.range ?? null;
  const values = texts?.values ?? [];
  const moreValues = texts?.more ?? false;
  return {
    path,
    types: kindNames(kinds),
    present,
    of: holder?.containers ?? present,
    nulls: kindEvents[NULL]!,
    firstOrdinal: first,
    lastOrdinal: last,
    firstRecordedAt: microsToIso(recordedAt[first]!),
    lastRecordedAt: microsToIso(recordedAt[last]!),
    range,
    format: texts ? texts.format : range && epochUnit(path, range),
    values: values.map(({ text, count }) => ({ text, count })),
    moreValues,
    enumeration: texts !== null && !moreValues && isEnumeration(values, texts.count),
  };
}

/**
 * Whether texts are all that there can be: few, met again and again, and words rather than names or numbers. Ids have
 * digits in a row, and what people are called begins in capitals and goes on after a blank.
 */
function isEnumeration(values: readonly { readonly text: string }[], count: number): boolean {
  if (values.length === 0 || values.length > MOST_ENUMERATED) return false;
  if (count < Math.max(MET_LEAST, MET_AGAIN * values.length)) return false;
  return values.every(({ text }) => {
    const isOneCase = text === text.toLowerCase() || text === text.toUpperCase();
    return /\p{L}/u.test(text) && !/\d\d/.test(text) && (isOneCase || !/\s/.test(text));
  });
}

const timeName = /(?:^|[._a-z])(?:at|time|timestamp|date|ts|since|until|on)$|(?:At|Time|Timestamp|Date|Ts|On)$/;
/** Seconds since 1970 of 2000 and 2100. */
const EPOCH_FROM = 946_684_800;
const EPOCH_TO = 4_102_444_800;

/** The unit of whole numbers that are times, guessed by name and size. */
function epochUnit(
  path: string,
  { min, max, integers }: { readonly min: string; readonly max: string; readonly integers: boolean },
): FieldFormat | null {
  if (!integers || !timeName.test(path)) return null;
  for (const [format, unit] of [
    ['epoch-seconds', 1],
    ['epoch-milliseconds', 1e3],
    ['epoch-microseconds', 1e6],
  ] as const) {
    if (Number(min) >= EPOCH_FROM * unit && Number(max) < EPOCH_TO * unit) return format;
  }
  return null;
}
