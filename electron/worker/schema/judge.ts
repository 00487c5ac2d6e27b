// Judges a change for consumers: one written against the older version that meets events of the newer, and one written
// against the newer that meets events of the older. What payloads show is all that is known: "always" means in every
// event of the log. Pure.
import { formatCount, formatShare, plural } from '../../../shared/format.ts';
import type {
  ChangeKind,
  FieldStats,
  JudgedChange,
  Judgement,
  SchemaVersionStats,
} from '../../../shared/model/schema.ts';
import { versionLabel } from '../../../shared/versionOrder.ts';

interface Versions {
  readonly older: SchemaVersionStats;
  readonly newer: SchemaVersionStats;
}

const safe = (reason: string): Judgement => ({ verdict: 'safe', reason });
const risky = (reason: string): Judgement => ({ verdict: 'risky', reason });
const breaking = (reason: string): Judgement => ({ verdict: 'breaking', reason });

const isAlways = ({ present, of }: FieldStats): boolean => present === of;
const typesText = (types: readonly string[]): string => types.join(' or ');

/** `v1`, and what its readers are called. */
const label = ({ schemaVersion }: SchemaVersionStats): string => versionLabel(schemaVersion);
const eventsOf = (version: SchemaVersionStats): string =>
  `${formatCount(version.events)} ${label(version)} ${version.events === 1 ? 'event' : 'events'}`;
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
      ? breaking(`Every ${label(newer)} event has it, none of the ${eventsOf(older)} does.`)
      : safe(`It is missing in some ${label(newer)} events too, so its readers cope without it.`),
  );
}

export function judgeRemoved(field: FieldStats, { older, newer }: Versions): JudgedChange {
  return change(
    'removed',
    field.path,
    `is gone in ${label(newer)}; it was ${typesText(field.types)}`,
    isAlways(field)
      ? breaking(`Every ${label(older)} event has it, none of the ${eventsOf(newer)} does.`)
      : safe(`It was in ${shareOf(field)} of the ${label(older)} events only, so its readers cope without it.`),
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
    isAlways(old)
      ? lost(old.path, newer)
      : risky(`${old.path} was not in all ${label(older)} events, and is in none now.`),
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
      : breaking(`In ${label(older)} events it may be ${typesText(gone)}, which it never is in ${label(newer)}.`),
  );
}

function judgePresence(old: FieldStats, field: FieldStats, { older, newer }: Versions): JudgedChange | null {
  if (isAlways(old) === isAlways(field)) return null;
  const missing = (of: FieldStats): string => plural(of.of - of.present, 'event');
  return isAlways(old)
    ? change(
        'optional',
        field.path,
        `is no longer in every event: it is missing in ${missing(field)} of ${label(newer)}`,
        breaking(
          `Every ${label(older)} event has it, ${missing(field)} of ${label(newer)} ${isOne(field) ? 'does' : 'do'} not.`,
        ),
        safe(`Readers of ${label(newer)} cope without it, and every ${label(older)} event has it.`),
      )
    : change(
        'required',
        field.path,
        `is in every ${label(newer)} event; it was missing in ${missing(old)} of ${label(older)}`,
        safe(`Readers of ${label(older)} cope without it, and no longer have to.`),
        breaking(
          `Every ${label(newer)} event has it, ${missing(old)} of ${label(older)} ${isOne(old) ? 'does' : 'do'} not.`,
        ),
      );
}

const isOne = ({ of, present }: FieldStats): boolean => of - present === 1;

function judgeNull(old: FieldStats, field: FieldStats, { older, newer }: Versions): JudgedChange | null {
  if (old.nulls > 0 === field.nulls > 0) return null;
  return field.nulls > 0
    ? change(
        'null',
        field.path,
        `is null in ${plural(field.nulls, 'event')} of ${label(newer)}`,
        risky(`It was never null in ${label(older)}.`),
        safe(`It is never null in ${label(older)} events.`),
      )
    : change(
        'null',
        field.path,
        `is never null in ${label(newer)}; it was in ${plural(old.nulls, 'event')} of ${label(older)}`,
        safe(`It is never null in ${label(newer)} events.`),
        risky(`It is null in ${plural(old.nulls, 'event')} of ${label(older)}.`),
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
      : risky(`It was ${before} in every ${label(older)} event.`),
    isLooser
      ? safe(`A reader of ${label(newer)} takes any ${after === 'text' ? 'text' : 'number'}.`)
      : risky(`It is ${after} in every ${label(newer)} event, and was ${before}.`),
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
