import type { SchemaOverview, SchemaSubject } from '../../../shared/model/schema.ts';
import type { TypeCount } from '../../../shared/model/store.ts';

// What the list of types shows. Pure.

/** Name of the entry that stands for all types. */
export const ALL_TYPES = '';

/** Types and families once payloads were read; until then the types that columns know. */
export const subjectsOf = (
  overview: SchemaOverview | undefined,
  types: readonly TypeCount[],
): readonly SchemaSubject[] =>
  overview?.subjects ??
  types.map(({ type, events, versions }) => ({
    name: type,
    members: [],
    events,
    inferred: false,
    versions,
    drift: 0,
    worst: null,
    stranded: null,
  }));

/** The subject of that name, or the family that has a type of it. `null` for all types. */
export function selectedSubject(subjects: readonly SchemaSubject[], chosen: string | null): SchemaSubject | null {
  if (chosen === ALL_TYPES) return null;
  const named = subjects.find(({ name }) => name === chosen);
  return named ?? subjects.find(({ members }) => chosen !== null && members.includes(chosen)) ?? firstShown(subjects);
}

/** The one shown first: with most versions, then with most events. */
function firstShown(subjects: readonly SchemaSubject[]): SchemaSubject | null {
  return subjects.reduce<SchemaSubject | null>(
    (best, one) =>
      best === null ||
      one.versions.length > best.versions.length ||
      (one.versions.length === best.versions.length && one.events > best.events)
        ? one
        : best,
    null,
  );
}
