// Which fields types have in common. Pure.
import type { FieldMap, TypeSchema } from '../../../shared/model/schema.ts';

const MOST_FIELDS = 48;
const MOST_TYPES = 200;

/**
 * Types by events, and fields by the number of types and then of events that have them; what is too much is left out.
 */
export function fieldMap(types: readonly TypeSchema[]): FieldMap {
  const rows = types.map(({ type, events, versions }) => {
    const present = new Map<string, number>();
    for (const { path, present: count } of versions.flatMap(({ fields }) => fields)) {
      present.set(path, (present.get(path) ?? 0) + count);
    }
    return { name: type, events, present };
  });
  const use = new Map<string, { types: number; events: number }>();
  for (const { present } of rows) {
    for (const [path, events] of present) {
      const known = use.get(path) ?? { types: 0, events: 0 };
      use.set(path, { types: known.types + 1, events: known.events + events });
    }
  }
  const fields = [...use]
    .sort(([a, x], [b, y]) => y.types - x.types || y.events - x.events || (a < b ? -1 : 1))
    .map(([path]) => path);
  const shown = fields.slice(0, MOST_FIELDS);
  return {
    fields: shown,
    rows: rows.slice(0, MOST_TYPES).map(({ name, events, present }) => ({
      name,
      events,
      present: shown.map((path) => present.get(path) ?? 0),
    })),
    fieldsLeftOut: fields.length - shown.length,
    typesLeftOut: Math.max(0, rows.length - MOST_TYPES),
  };
}
