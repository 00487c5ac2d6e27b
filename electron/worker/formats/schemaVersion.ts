import { ExactNumber, isJsonObject, type JsonValue } from '../../../shared/json.ts';

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

const typeSuffix = /(?:[._\-:#@/][vV]?|[a-z0-9]V)(\d{1,6})$/;

/**
 * The version in a type's name: `AccountOpened.v2`, `order_placed_v2`, `OrderPlacedV2`, `Opened#2`, `opened/2`. A bare
 * number needs one of `# @ / :` before it, so that `Invoice.2024`, `step-3` and `phase_1` stay names. '' for none.
 */
export function versionOfType(type: string): string {
  const match = typeSuffix.exec(type);
  if (match === null) return '';
  const marker = match[0];
  return /[vV]/.test(marker) || /^[#@/:]/.test(marker) ? match[1]! : '';
}

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
