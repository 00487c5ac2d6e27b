import { ExactNumber, isJsonObject, type JsonValue } from '../../../shared/json.ts';
import { splitTypeVersion } from '../../../shared/typeVersion.ts';

// Where applications write the version of a payload's shape when the store has no place of its own for it. A plain
// `version` is not among the keys: it is the number in the stream, or of the row, more often than not.
export const schemaVersionKeys = [
  'schemaVersion',
  'schema_version',
  '$schemaVersion',
  'eventVersion',
  'event_version',
  'dataVersion',
  'data_version',
  'typeVersion',
  'type_version',
] as const;

/** The version in a type's name; '' for none. */
export const versionOfType = (type: string): string => splitTypeVersion(type)?.version ?? '';

/** A recorded version as text; '' for what cannot be one. */
export function versionText(value: JsonValue | undefined): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value === 'string') return value.length <= 64 ? value : '';
  return value instanceof ExactNumber ? value.text : '';
}

/** The first schema version among an object's keys; '' for none. */
export function versionOfKeys(value: JsonValue | undefined): string {
  if (!isJsonObject(value)) return '';
  for (const key of schemaVersionKeys) {
    const found = versionText(value[key]);
    if (found !== '') return found;
  }
  return '';
}
