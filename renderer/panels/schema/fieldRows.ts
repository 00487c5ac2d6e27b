import { formatShare } from '../../../shared/format.ts';
import type { TypeSchema } from '../../../shared/model/schema.ts';
import { versionName } from './versions.ts';

// The fields of a type, version by version, as the rows of one table. Pure.

export interface FieldMark {
  readonly kind: 'added' | 'removed' | 'retyped' | 'drift';
  /** `added in v2`. */
  readonly text: string;
  /** Of a drift: the first event that did it. */
  readonly ordinal: number | null;
}

export interface FieldRow {
  readonly path: string;
  /** Types over the versions: `number`, `number or null`, `number → string`. */
  readonly types: string;
  /** One per version: its share, its types where they are not those of the other versions, or `–`. */
  readonly cells: readonly string[];
  readonly marks: readonly FieldMark[];
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

export function fieldRows(schema: TypeSchema): FieldRow[] {
  const byVersion = schema.versions.map((version) => new Map(version.fields.map((field) => [field.path, field])));
  const paths = mergedOrder(schema.versions.map((version) => version.fields.map((field) => field.path)));
  const marks = marksOf(schema);
  return paths.map((path) => {
    const fields = byVersion.map((fields) => fields.get(path));
    const seen: string[] = [];
    for (const field of fields) {
      const text = field && typesText(field.types);
      if (text !== undefined && seen.at(-1) !== text) seen.push(text);
    }
    return {
      path,
      types: seen.join(' → '),
      cells: fields.map((field, index) => {
        if (!field) return '–';
        const share = formatShare(field.present, schema.versions[index]!.events);
        return seen.length > 1 ? `${share} ${typesText(field.types)}` : share;
      }),
      marks: marks.get(path) ?? [],
    };
  });
}

function marksOf(schema: TypeSchema): Map<string, FieldMark[]> {
  const marks = new Map<string, FieldMark[]>();
  const mark = (path: string, kind: FieldMark['kind'], text: string, ordinal: number | null = null): void => {
    marks.set(path, [...(marks.get(path) ?? []), { kind, text, ordinal }]);
  };
  for (const change of schema.changes) {
    const to = versionName(change.to);
    for (const path of change.added) mark(path, 'added', `added in ${to}`);
    for (const path of change.removed) mark(path, 'removed', `removed in ${to}`);
    for (const { path } of change.retyped) mark(path, 'retyped', `retyped in ${to}`);
  }
  for (const drift of schema.drift)
    mark(drift.path, 'drift', `drift within ${versionName(drift.schemaVersion)}`, drift.ordinal);
  return marks;
}
