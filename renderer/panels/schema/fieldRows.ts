import { valuesText } from '../../../shared/fieldText.ts';
import { formatShare } from '../../../shared/format.ts';
import type { FieldStats, SchemaChange, SchemaDrift, SchemaVersionStats } from '../../../shared/model/schema.ts';
import { versionName } from './versions.ts';

// The fields of a type, version by version, as the rows of one table. Pure.

export interface FieldMark {
  readonly kind: 'added' | 'removed' | 'renamed' | 'retyped' | 'optional' | 'drift';
  /** `added in v2`. */
  readonly text: string;
}

export interface FieldRow {
  readonly path: string;
  /** Types over the versions: `number`, `number or null`, `number → string`. */
  readonly types: string;
  /** One per version: its share, its types where they are not those of the other versions, or `–`. */
  readonly cells: readonly string[];
  /** Ranges, formats, values or examples; where versions differ, of the newest that has it. */
  readonly values: string;
  /** First and last event that has it. */
  readonly first: number;
  readonly last: number;
  readonly marks: readonly FieldMark[];
}

/** What the table is made of: a type's own versions, or those that were inferred. */
export interface VersionedFields {
  readonly versions: readonly SchemaVersionStats[];
  readonly changes: readonly SchemaChange[];
  readonly drift: readonly SchemaDrift[];
}

const typesText = (types: readonly string[]): string => types.join(' or ');

/** Paths in an order that keeps each version's own, so that a new field stands where it came in. */
export function mergedOrder(lists: readonly (readonly string[])[]): string[] {
  const merged: string[] = [];
  const known = new Set<string>();
  for (const list of lists) {
    let at = 0;
    for (const path of list) {
      if (known.has(path)) at = merged.indexOf(path) + 1;
      else {
        known.add(path);
        merged.splice(at++, 0, path);
      }
    }
  }
  return merged;
}

export function fieldRows(schema: VersionedFields): FieldRow[] {
  const byVersion = schema.versions.map((version) => new Map(version.fields.map((field) => [field.path, field])));
  const paths = mergedOrder(schema.versions.map((version) => version.fields.map((field) => field.path)));
  const marks = marksOf(schema);
  return paths.map((path) => {
    const fields = byVersion.map((fields) => fields.get(path));
    const there = fields.filter((field): field is FieldStats => field !== undefined);
    const seen: string[] = [];
    for (const field of there) {
      const text = typesText(field.types);
      if (seen.at(-1) !== text) seen.push(text);
    }
    return {
      path,
      types: seen.join(' → '),
      cells: fields.map((field, index) => {
        if (!field) return '–';
        const share = formatShare(field.present, schema.versions[index]!.events);
        return seen.length > 1 ? `${share} ${typesText(field.types)}` : share;
      }),
      values: there.map(valuesText).findLast((text) => text !== '') ?? '',
      first: Math.min(...there.map(({ firstOrdinal }) => firstOrdinal)),
      last: Math.max(...there.map(({ lastOrdinal }) => lastOrdinal)),
      marks: marks.get(path) ?? [],
    };
  });
}

function marksOf({ changes, drift }: VersionedFields): Map<string, FieldMark[]> {
  const marks = new Map<string, FieldMark[]>();
  const mark = (path: string, kind: FieldMark['kind'], text: string): void => {
    marks.set(path, [...(marks.get(path) ?? []), { kind, text }]);
  };
  for (const change of changes) {
    const to = versionName(change.to);
    const renamed = new Set(change.renamed.flatMap((rename) => [rename.from, rename.to]));
    for (const rename of change.renamed) {
      mark(rename.from, 'renamed', `renamed to ${rename.to} in ${to}?`);
      mark(rename.to, 'renamed', `was ${rename.from} before ${to}?`);
    }
    for (const path of change.added) if (!renamed.has(path)) mark(path, 'added', `added in ${to}`);
    for (const path of change.removed) if (!renamed.has(path)) mark(path, 'removed', `removed in ${to}`);
    for (const { path } of change.retyped) mark(path, 'retyped', `retyped in ${to}`);
    for (const path of change.newlyOptional) mark(path, 'optional', `optional in ${to}`);
  }
  for (const { kind, path, schemaVersion } of drift) {
    if (kind !== 'backwards') mark(path, 'drift', `drift within ${versionName(schemaVersion)}`);
  }
  return marks;
}
