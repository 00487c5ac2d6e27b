import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { placeOf } from '../../../shared/mappingText.ts';
import type { Place } from '../../../shared/model/mapping.ts';
import { toMicros, toObject, toPosition, toText } from '../formats/fields.ts';
import { memberAt } from './fieldReaders.ts';

// pure. What can be mapped in some records, and what the values there look like.

/** Members of objects are offered this deep. */
const DEEPEST = 3;
const MOST_PLACES = 200;

/** A place with what the first records hold there. Shares are of the records that have a value. */
export interface PlaceLook {
  readonly place: Place;
  readonly path: readonly string[];
  /** Share of the records that have a value. */
  readonly filled: number;
  readonly values: readonly (JsonValue | undefined)[];
  readonly objects: number;
  readonly integers: number;
  readonly times: number;
  /** Numbers that are days since 4713 BC, as SQLite's `julianday()` gives them. */
  readonly julian: number;
  readonly uuids: number;
  /** Texts like names: short, with a letter, without blanks. */
  readonly names: number;
  /** Different values. */
  readonly distinct: number;
  readonly unique: boolean;
  /** Whole numbers, each above the one before. */
  readonly ascends: boolean;
}

/** The columns with what is inside those that hold objects, in the order of the record. */
export function looksOf(records: readonly JsonObject[], columns: readonly string[]): PlaceLook[] {
  const looks: PlaceLook[] = [];
  const add = (path: readonly string[]): void => {
    if (looks.length >= MOST_PLACES) return;
    const look = lookAt(records, path);
    looks.push(look);
    if (look.objects < 0.5 || path.length === DEEPEST) return;
    const keys = new Set(look.values.flatMap((value) => Object.keys(objectOf(value) ?? {})));
    for (const key of [...keys].slice(0, 40)) add([...path, key]);
  };
  for (const column of columns) add([column]);
  return looks;
}

const objectOf = (value: JsonValue | undefined): JsonObject | null => (isJsonObject(value) ? value : toObject(value));
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

function lookAt(records: readonly JsonObject[], path: readonly string[]): PlaceLook {
  const values = records.map((record) => memberAt(record, path));
  const there = values.filter((value) => value != null && value !== '');
  const share = (test: (value: JsonValue) => boolean): number =>
    there.length === 0 ? 0 : there.filter((value) => test(value!)).length / there.length;
  const texts = there.map((value) => toText(value));
  const positions = there.map(toPosition);
  const distinct = new Set(texts.some((text) => text === '') ? there.map((value) => JSON.stringify(value)) : texts)
    .size;
  const integers = share((value) => toPosition(value) >= -1n);
  return {
    place: placeOf(path),
    path,
    filled: records.length === 0 ? 0 : there.length / records.length,
    values,
    objects: share((value) => objectOf(value) !== null),
    integers,
    times: share(isTime),
    julian: share((value) => isFraction(value) && Number(value) > 2_400_000 && Number(value) < 2_600_000),
    uuids: share((value) => typeof value === 'string' && uuid.test(value)),
    names: share((value) => typeof value === 'string' && value.length <= 120 && /^(?=.*\p{L})[^\s{[]+$/u.test(value)),
    distinct,
    unique: there.length > 0 && distinct === there.length,
    ascends: integers === 1 && positions.every((value, i) => i === 0 || value > positions[i - 1]!),
  };
}

const isFraction = (value: JsonValue): boolean => typeof value === 'number' && !Number.isInteger(value);

/** ISO text, or a number that is a time of the last half century in some unit. */
function isTime(value: JsonValue): boolean {
  const isNumber = typeof value === 'number' || value instanceof ExactNumber || /^\d+(\.\d+)?$/.test(String(value));
  const micros = toMicros(value);
  return !Number.isNaN(micros) && (!isNumber || (micros > 3e14 && micros < 5e15));
}
