// Types whose names differ in a version, as one type with versions. Pure.

import { compareDecimals } from '../../../../shared/decimals.ts';
import type { FieldStats, SchemaDrift, SchemaVersionStats, TypeSchema } from '../../../../shared/model/schema.ts';
import { isoToMicros } from '../../../../shared/time.ts';
import { compareVersions } from '../../../../shared/versionOrder.ts';
import { changesOf } from '../changes/changes.ts';
import { holderPath } from '../paths.ts';
import { EXAMPLES, MOST_TEXTS } from '../payload/textStats.ts';

/** The schemas of a family's members as one. `versionOf` is the version that a member's name stands for. */
export function familySchema(
  name: string,
  members: readonly TypeSchema[],
  versionOf: (type: string) => string | null,
  late: readonly SchemaDrift[],
): TypeSchema {
  const byVersion = new Map<string | null, SchemaVersionStats>();
  for (const member of members) {
    for (const version of member.versions) {
      const label = version.schemaVersion ?? versionOf(member.type);
      const known = byVersion.get(label);
      byVersion.set(label, { ...(known ? mergeVersions(known, version) : version), schemaVersion: label });
    }
  }
  const versions = [...byVersion.values()].sort((a, b) => compareVersions(a.schemaVersion, b.schemaVersion));
  return {
    type: name,
    events: members.reduce((sum, { events }) => sum + events, 0),
    versions,
    changes: changesOf(versions),
    drift: [...members.flatMap(({ drift }) => drift.filter(({ kind }) => kind !== 'backwards')), ...late].sort(
      (a, b) => a.ordinal - b.ordinal,
    ),
    inferred: null,
    upcasters: [],
    members: members.map(({ type, events }) => ({ type, schemaVersion: versionOf(type), events })),
  };
}

const earlier = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && isoToMicros(b) < isoToMicros(a)) ? b : a;
const later = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && isoToMicros(b) > isoToMicros(a)) ? b : a;

function mergeVersions(a: SchemaVersionStats, b: SchemaVersionStats): SchemaVersionStats {
  const fields = new Map(a.fields.map((field) => [field.path, field]));
  const more = new Map(b.fields.map((field) => [field.path, field]));
  const paths = [...new Set([...fields.keys(), ...more.keys()])].sort();
  return {
    schemaVersion: a.schemaVersion,
    events: a.events + b.events,
    firstRecordedAt: earlier(a.firstRecordedAt, b.firstRecordedAt),
    lastRecordedAt: later(a.lastRecordedAt, b.lastRecordedAt),
    firstOrdinal: Math.min(a.firstOrdinal, b.firstOrdinal),
    lastOrdinal: Math.max(a.lastOrdinal, b.lastOrdinal),
    withoutFields: a.withoutFields + b.withoutFields,
    fieldsCut: a.fieldsCut || b.fieldsCut,
    fields: paths.map((path) => {
      const one = fields.get(path);
      const other = more.get(path);
      if (one && other) return mergeFields(one, other);
      const only = (one ?? other)!;
      return { ...only, of: only.of + holdersIn(one ? b : a, path) };
    }),
  };
}

/** Events of a version that could have a field which none of them has. */
function holdersIn(version: SchemaVersionStats, path: string): number {
  if (path.endsWith('[]')) return 0;
  const holder = holderPath(path);
  if (holder === '') return version.events - version.withoutFields;
  return version.fields.find((field) => field.path === holder && field.types.includes('object'))?.present ?? 0;
}

function mergeFields(a: FieldStats, b: FieldStats): FieldStats {
  const counts = new Map(a.values.map(({ text, count }) => [text, count]));
  for (const { text, count } of b.values) counts.set(text, (counts.get(text) ?? 0) + count);
  const moreValues = a.moreValues || b.moreValues || counts.size > MOST_TEXTS;
  const values = [...counts].map(([text, count]) => ({ text, count }));
  const least = (x: string, y: string, sign: number): string => (sign * compareDecimals(x, y) <= 0 ? x : y);
  return {
    path: a.path,
    types: [...new Set([...a.types, ...b.types])].sort(),
    present: a.present + b.present,
    of: a.of + b.of,
    nulls: a.nulls + b.nulls,
    firstOrdinal: Math.min(a.firstOrdinal, b.firstOrdinal),
    lastOrdinal: Math.max(a.lastOrdinal, b.lastOrdinal),
    firstRecordedAt: earlier(a.firstRecordedAt, b.firstRecordedAt),
    lastRecordedAt: later(a.lastRecordedAt, b.lastRecordedAt),
    range:
      a.range && b.range
        ? {
            min: least(a.range.min, b.range.min, 1),
            max: least(a.range.max, b.range.max, -1),
            integers: a.range.integers && b.range.integers,
          }
        : (a.range ?? b.range),
    format: a.format === b.format ? a.format : null,
    values: moreValues ? values.slice(0, EXAMPLES) : values,
    moreValues,
    enumeration: !moreValues && a.enumeration && b.enumeration,
  };
}
