// Types and families as a list shows them. Pure.
import type { SchemaChange, SchemaReport, SchemaSubject, TypeSchema, Verdict } from '../../../shared/model/schema.ts';

const verdicts: readonly Verdict[] = ['safe', 'risky', 'breaking'];

/** Families in the place of their members, by events. */
export function overviewOf({ types, families }: SchemaReport): SchemaSubject[] {
  const members = new Set(families.flatMap((family) => (family.members ?? []).map(({ type }) => type)));
  return [...families.map(subjectOf), ...rest(types, members)].sort(
    (a, b) => b.events - a.events || (a.name < b.name ? -1 : 1),
  );
}

const rest = (types: readonly TypeSchema[], members: ReadonlySet<string>): SchemaSubject[] =>
  types.filter(({ type }) => !members.has(type)).map(subjectOf);

function subjectOf(schema: TypeSchema): SchemaSubject {
  const { versions, changes } = schema.inferred ?? schema;
  return {
    name: schema.type,
    members: (schema.members ?? []).map(({ type }) => type),
    events: schema.events,
    inferred: schema.inferred !== null,
    versions: versions.map(({ schemaVersion, events }) => ({ schemaVersion, events })),
    drift: schema.drift.filter(({ kind }) => kind !== 'backwards').length,
    worst: worstOf(changes),
    stranded: schema.upcasters.length === 0 ? null : Math.min(...schema.upcasters.map(({ stranded }) => stranded)),
  };
}

/** The worst that a reader of an older version meets. */
function worstOf(changes: readonly SchemaChange[]): Verdict | null {
  const found = changes.flatMap(({ judged }) => judged.map(({ olderReader }) => verdicts.indexOf(olderReader.verdict)));
  return found.length === 0 ? null : verdicts[Math.max(...found)]!;
}
