import {
  type FieldError,
  MAPPING_VERSION,
  type Mapping,
  type MappingFields,
  type MappingKind,
  type MappingRole,
  type MappingSource,
  mappingRoles,
  type Place,
  type TextField,
  type TimeField,
  type TimeForm,
  timeForms,
} from './model/mapping.ts';
import { InspectorError } from './protocol/errors.ts';
import { pointerKeys, pointerToken } from './statePath.ts';

// Reads and checks the JSON of a mapping. What comes from a file, a page or a side file goes through here.

/** The names on the way from a record to a place, the column or member first. The place is a checked one. */
export const placePath = (place: Place): readonly string[] =>
  place.startsWith('/') ? (pointerKeys(place) ?? [place]) : [place];

/** The shortest text for a way inwards. */
export const placeOf = (path: readonly string[]): Place =>
  path.length === 1 && !path[0]!.startsWith('/') ? path[0]! : path.map((name) => `/${pointerToken(name)}`).join('');

/** The places that a field looks at. */
export function placesIn(field: MappingFields[MappingRole]): readonly Place[] {
  if (field === undefined) return [];
  if (typeof field === 'string') return [field];
  if ('join' in field) return field.join;
  return 'from' in field ? [field.from] : [];
}

/** A time field's form; `auto` where it does not say one. */
export const timeFormOf = (field: TimeField): TimeForm => (typeof field === 'string' ? 'auto' : field.as);

/** A field as a person reads it: `category + "-" + id`. */
export function fieldText(field: MappingFields[MappingRole]): string {
  if (field === undefined) return '';
  if (typeof field === 'string') return field;
  if ('constant' in field) return `always "${field.constant}"`;
  if ('join' in field) return field.join.join(field.with === '' ? ' + ' : ` + "${field.with}" + `);
  return field.as === 'auto' ? field.from : `${field.from} (${field.as.replace('-', ' ')})`;
}

/** What a mapping reads, as a person calls it. */
export function sourceTitle(source: MappingSource): string {
  const titles: Record<Exclude<MappingKind, 'sqlite'>, string> = {
    'json-lines': 'JSON Lines',
    'json-array': 'JSON array',
    'json-values': 'JSON',
    csv: 'CSV',
  };
  return source.kind === 'sqlite' ? source.table : titles[source.kind];
}

/** The document as it is saved. */
export const mappingText = (mapping: Mapping): string => `${JSON.stringify(mapping, null, 2)}\n`;

/** `bad-mapping` with what is wrong, field by field. */
export function badMapping(errors: readonly FieldError[]): InspectorError {
  const [first] = errors as [FieldError];
  const more = errors.length > 1 ? ` And ${errors.length - 1} more.` : '';
  return new InspectorError('bad-mapping', `The mapping cannot be used: ${first.field}: ${first.message}${more}`, {
    fields: errors,
  });
}

/** The mapping in a JSON text. Throws `bad-mapping`. */
export function parseMapping(text: string): Mapping {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badMapping([{ field: 'mapping', message: `It is no JSON: ${(error as Error).message}.` }]);
  }
  return checkMapping(value);
}

/** A value of unknown origin as a mapping. Throws `bad-mapping` with everything that is wrong with it. */
export function checkMapping(value: unknown): Mapping {
  const errors: FieldError[] = [];
  if (!isRecord(value) || value.eventloupe !== 'mapping') {
    throw badMapping([{ field: 'mapping', message: 'It is no mapping: "eventloupe": "mapping" is missing.' }]);
  }
  if (value.version !== MAPPING_VERSION) {
    const message = `It has version ${JSON.stringify(value.version) ?? 'none'}; this program reads version ${MAPPING_VERSION}.`;
    throw badMapping([{ field: 'version', message }]);
  }
  onlyKnown(value, ['eventloupe', 'version', 'source', 'fields'], errors);
  const source = checkSource(value.source, errors);
  const fields = checkFields(value.fields, source, errors);
  if (errors.length > 0) throw badMapping(errors);
  return { eventloupe: 'mapping', version: MAPPING_VERSION, source: source!, fields };
}

const sourceKeys: Record<MappingKind, readonly string[]> = {
  sqlite: ['table'],
  'json-lines': [],
  'json-array': ['path'],
  'json-values': [],
  csv: ['delimiter', 'header'],
};

function checkSource(value: unknown, errors: FieldError[]): MappingSource | null {
  const wrong = (field: string, message: string): null => {
    errors.push({ field, message });
    return null;
  };
  if (!isRecord(value)) return wrong('source', 'It says where the records are: an object with a kind.');
  const kind = value.kind as MappingKind;
  if (typeof kind !== 'string' || !Object.hasOwn(sourceKeys, kind)) {
    return wrong('kind', `It is one of ${Object.keys(sourceKeys).join(', ')}, not ${JSON.stringify(value.kind)}.`);
  }
  onlyKnown(value, ['kind', 'file', ...sourceKeys[kind]], errors);
  if (value.file !== undefined && !isText(value.file)) return wrong('file', 'It is the name of a file.');
  const file = value.file === undefined ? {} : { file: value.file as string };
  switch (kind) {
    case 'sqlite':
      if (!isText(value.table)) return wrong('table', 'It is the name of a table or view.');
      return { kind, ...file, table: value.table };
    case 'json-array':
      if (value.path === undefined) return { kind, ...file };
      if (typeof value.path !== 'string' || pointerKeys(value.path) === null) {
        return wrong('path', 'It is a JSON Pointer: empty, or like /log/events.');
      }
      return { kind, ...file, path: value.path };
    case 'csv':
      if (typeof value.delimiter !== 'string' || !/^[^"\r\n]$/.test(value.delimiter)) {
        return wrong('delimiter', 'It is the one character between fields, e.g. "," or "\\t".');
      }
      if (typeof value.header !== 'boolean') {
        return wrong('header', 'It says whether the first record names the columns: true or false.');
      }
      return { kind, ...file, delimiter: value.delimiter, header: value.header };
    default:
      return { kind, ...file };
  }
}

function checkFields(value: unknown, source: MappingSource | null, errors: FieldError[]): MappingFields {
  if (!isRecord(value)) {
    errors.push({ field: 'fields', message: 'It says which place plays which part: an object with at least a type.' });
    return { type: '' };
  }
  onlyKnown(
    value,
    mappingRoles.map(({ role }) => role),
    errors,
  );
  const fields: Partial<Record<MappingRole, TextField | TimeField>> = {};
  for (const { role, takes } of mappingRoles) {
    if (!Object.hasOwn(value, role)) continue;
    const found = checkField(value[role], takes, source);
    if (typeof found === 'object' && 'wrong' in found) errors.push({ field: role, message: found.wrong });
    else fields[role] = found;
  }
  if (fields.type === undefined && !errors.some(({ field }) => field === 'type')) {
    errors.push({ field: 'type', message: 'An event needs a type: choose where it stands.' });
  }
  return fields as MappingFields;
}

type Wrong = { readonly wrong: string };

function checkField(
  value: unknown,
  takes: 'text' | 'place' | 'time',
  source: MappingSource | null,
): TextField | TimeField | Wrong {
  const place = checkPlace(value, source);
  if (place !== null) return place;
  if (isRecord(value)) {
    const keys = Object.keys(value).sort().join(' ');
    if (takes === 'text' && keys === 'constant' && isText(value.constant)) return { constant: value.constant };
    if (takes === 'text' && keys === 'join with' && Array.isArray(value.join) && typeof value.with === 'string') {
      const join = value.join.map((one) => checkPlace(one, source));
      if (join.length > 1 && join.every((one) => one !== null)) return { join, with: value.with };
    }
    if (takes === 'time' && keys === 'as from') {
      const from = checkPlace(value.from, source);
      if (!timeForms.includes(value.as as TimeForm)) return { wrong: `"as" is one of ${timeForms.join(', ')}.` };
      if (from !== null) return { from, as: value.as as TimeForm };
    }
  }
  const forms = {
    place: '',
    text: ', { "constant": "…" } or { "join": ["…", "…"], "with": "-" }',
    time: ', or { "from": "…", "as": "milliseconds" }',
  };
  return { wrong: `It is the name of a column or member, or a JSON Pointer like /body/type${forms[takes]}.` };
}

/** A place as it stands in the document; of columns without names their numbers. */
function checkPlace(value: unknown, source: MappingSource | null): Place | null {
  const hasNumbers = source?.kind === 'csv' && !source.header;
  if (hasNumbers && typeof value === 'number' && Number.isInteger(value) && value > 0) return String(value);
  if (!isText(value)) return null;
  return value.startsWith('/') && pointerKeys(value) === null ? null : value;
}

function onlyKnown(value: Record<string, unknown>, known: readonly string[], errors: FieldError[]): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    errors.push({ field: key, message: `It is not known here; there are ${known.join(', ')}.` });
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
