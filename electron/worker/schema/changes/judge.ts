// Judges a change for consumers: one written against the older version that meets events of the newer, and one written
// against the newer that meets events of the older. What payloads show is all that is known: "always" means in every
// event of the log. Pure.
import { formatCount, formatShare, plural } from '../../../../shared/format.ts';
import type {
  ChangeKind,
  FieldStats,
  JudgedChange,
  Judgement,
  SchemaVersionStats,
} from '../../../../shared/model/schema.ts';
import { readersOf } from '../../../../shared/versionOrder.ts';

interface Versions {
  readonly older: SchemaVersionStats;
  readonly newer: SchemaVersionStats;
}

const safe = (reason: string): Judgement => ({ verdict: 'safe', reason });
const risky = (reason: string): Judgement => ({ verdict: 'risky', reason });
const breaking = (reason: string): Judgement => ({ verdict: 'breaking', reason });

const isAlways = ({ present, of }: FieldStats): boolean => present === of;
const typesText = (types: readonly string[]): string => types.join(' or ');

const isUnversioned = ({ schemaVersion }: SchemaVersionStats): boolean => schemaVersion === null;

// What versions are called: `v1`, `v1 events`, `Every v1 event`, `30 v1 events`.
const label = (version: SchemaVersionStats): string => readersOf(version.schemaVersion);
const eventsIn = (version: SchemaVersionStats): string => label(version) + (isUnversioned(version) ? '' : ' events');
const every = (version: SchemaVersionStats): string =>
  isUnversioned(version) ? 'Every event without a version' : `Every ${label(version)} event`;
const countOf = (events: number, version: SchemaVersionStats): string =>
  isUnversioned(version)
    ? `${plural(events, 'event')} without a version`
    : `${formatCount(events)} ${label(version)} ${events === 1 ? 'event' : 'events'}`;
const eventsOf = (version: SchemaVersionStats): string => countOf(version.events, version);
const missing = ({ of, present }: FieldStats, version: SchemaVersionStats): string => countOf(of - present, version);
const shareOf = (field: FieldStats): string => formatShare(field.present, field.of);

function change(
  kind: ChangeKind,
  path: string,
  what: string,
  olderReader: Judgement,
  newerReader: Judgement,
  evidence: readonly string[] = [],
): JudgedChange {
  return { kind, path, what, evidence, olderReader, newerReader };
}

export function judgeAdded(field: FieldStats, { older, newer }: Versions): JudgedChange {
  return change(
    'added',
    field.path,
    `is new in ${label(newer)}: ${typesText(field.types)}, ${isAlways(field) ? 'always there' : `there in ${shareOf(field)} of the events`}`,
    safe(`A reader of ${label(older)} does not know it and passes over it.`),
    isAlways(field)
      ? breaking(`${every(newer)} has it, none of the ${eventsOf(older)} does.`)
      : safe(`It is missing in some ${eventsIn(newer)} too, so its readers cope without it.`),
  );
}

export function judgeRemoved(field: FieldStats, { older, newer }: Versions): JudgedChange {
  return change(
    'removed',
    field.path,
    `is gone in ${label(newer)}; it was ${typesText(field.types)}`,
    isAlways(field)
      ? breaking(`${every(older)} has it, none of the ${eventsOf(newer)} does.`)
      : safe(`It was in ${shareOf(field)} of the ${eventsIn(older)} only, so its readers cope without it.`),
    safe(`A reader of ${label(newer)} does not know it and passes over it.`),
  );
}

export function judgeRenamed(
  old: FieldStats,
  field: FieldStats,
  evidence: readonly string[],
  { older, newer }: Versions,
): JudgedChange {
  const lost = (name: string, where: SchemaVersionStats): Judgement =>
    breaking(`It looks for ${name}, which the ${eventsOf(where)} do not have. An upcaster can move the value.`);
  return change(
    'renamed',
    old.path,
    `is probably ${field.path} in ${label(newer)}`,
    isAlways(old) ? lost(old.path, newer) : risky(`${old.path} was not in all ${eventsIn(older)}, and is in none now.`),
    isAlways(field) ? lost(field.path, older) : risky(`${field.path} is in none of the ${eventsOf(older)}.`),
    evidence,
  );
}

/** What is different of a field that both versions have. */
export function judgeCommon(old: FieldStats, field: FieldStats, versions: Versions): JudgedChange[] {
  return [
    judgeTypes(old, field, versions),
    judgePresence(old, field, versions),
    judgeNull(old, field, versions),
    judgeValues(old, field, versions),
    judgeFormat(old, field, versions),
  ].filter((found) => found !== null);
}

const withoutNull = (types: readonly string[]): string[] => types.filter((type) => type !== 'null');

function judgeTypes(old: FieldStats, field: FieldStats, { older, newer }: Versions): JudgedChange | null {
  const before = withoutNull(old.types);
  const after = withoutNull(field.types);
  if (before.join() === after.join() || before.length === 0 || after.length === 0) return null;
  const gone = before.filter((type) => !after.includes(type));
  const fresh = after.filter((type) => !before.includes(type));
  return change(
    'retyped',
    field.path,
    `is ${typesText(after)} in ${label(newer)}; it was ${typesText(before)}`,
    fresh.length === 0
      ? safe(`Every type that it has in ${label(newer)} it had before.`)
      : breaking(`It may be ${typesText(fresh)}, which it never was in ${label(older)}.`),
    gone.length === 0
      ? safe(`Every type that it had in ${label(older)} it still has.`)
      : breaking(`In ${eventsIn(older)} it may be ${typesText(gone)}, which it never is in ${label(newer)}.`),
  );
}

function judgePresence(old: FieldStats, field: FieldStats, { older, newer }: Versions): JudgedChange | null {
  if (isAlways(old) === isAlways(field)) return null;
  return isAlways(old)
    ? change(
        'optional',
        field.path,
        `is no longer in every event: it is missing in ${missing(field, newer)}`,
        breaking(`${every(older)} has it, ${missing(field, newer)} ${isOne(field) ? 'does' : 'do'} not.`),
        safe(`Readers of ${label(newer)} cope without it, and every one of ${eventsIn(older)} has it.`),
      )
    : change(
        'required',
        field.path,
        `is in every one of ${eventsIn(newer)}; it was missing in ${missing(old, older)}`,
        safe(`Readers of ${label(older)} cope without it, and no longer have to.`),
        breaking(`${every(newer)} has it, ${missing(old, older)} ${isOne(old) ? 'does' : 'do'} not.`),
      );
}

const isOne = ({ of, present }: FieldStats): boolean => of - present === 1;

function judgeNull(old: FieldStats, field: FieldStats, { older, newer }: Versions): JudgedChange | null {
  if (old.nulls > 0 === field.nulls > 0) return null;
  return field.nulls > 0
    ? change(
        'null',
        field.path,
        `is null in ${countOf(field.nulls, newer)}`,
        risky(`It was never null in ${label(older)}.`),
        safe(`It is never null in ${eventsIn(older)}.`),
      )
    : change(
        'null',
        field.path,
        `is never null in ${label(newer)}; it was in ${countOf(old.nulls, older)}`,
        safe(`It is never null in ${eventsIn(newer)}.`),
        risky(`It is null in ${countOf(old.nulls, older)}.`),
      );
}

function judgeValues(old: FieldStats, field: FieldStats, { older, newer }: Versions): JudgedChange | null {
  if (!old.enumeration || !field.enumeration) return null;
  const isIn = (values: FieldStats['values']) => (value: { readonly text: string }) =>
    values.some(({ text }) => text === value.text);
  const fresh = field.values.filter((value) => !isIn(old.values)(value));
  const gone = old.values.filter((value) => !isIn(field.values)(value));
  if (fresh.length === 0 && gone.length === 0) return null;
  const list = (values: FieldStats['values']): string => values.map(({ text }) => JSON.stringify(text)).join(', ');
  const what = [
    ...(fresh.length > 0 ? [`has ${list(fresh)} for the first time in ${label(newer)}`] : []),
    ...(gone.length > 0 ? [`no longer has ${list(gone)}`] : []),
  ];
  return change(
    'values',
    field.path,
    what.join('; '),
    fresh.length === 0
      ? safe(`Every value that it has in ${label(newer)} it had before.`)
      : risky(`A reader of ${label(older)} never met ${list(fresh)}.`),
    gone.length === 0
      ? safe(`Every value that it had in ${label(older)} it still has.`)
      : risky(`A reader of ${label(newer)} may not know ${list(gone)}.`),
  );
}

function judgeFormat(old: FieldStats, field: FieldStats, { older, newer }: Versions): JudgedChange | null {
  const before = formOf(old);
  const after = formOf(field);
  if (before === null || after === null || before === after || old.types.join() !== field.types.join()) return null;
  const isLooser = after === 'text' || after === 'number with fractions';
  const isStricter = before === 'text' || before === 'number with fractions';
  return change(
    'format',
    field.path,
    `is ${after} in ${label(newer)}; it was ${before}`,
    isStricter
      ? safe(`A reader of ${label(older)} takes any ${before === 'text' ? 'text' : 'number'}.`)
      : risky(`It was ${before} in every one of ${eventsIn(older)}.`),
    isLooser
      ? safe(`A reader of ${label(newer)} takes any ${after === 'text' ? 'text' : 'number'}.`)
      : risky(`It is ${after} in every one of ${eventsIn(newer)}, and was ${before}.`),
  );
}

/** What a text or number looks like; `null` for fields that can be anything else. */
function formOf({ types, format, range }: FieldStats): string | null {
  const [type] = withoutNull(types);
  if (withoutNull(types).length !== 1) return null;
  if (type === 'string') return format ?? 'text';
  if (type === 'number' && range) return range.integers ? 'whole number' : 'number with fractions';
  return null;
}
