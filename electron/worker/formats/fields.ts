import {
  ExactNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../../shared/json.ts';
import type { Micros } from '../../../shared/model/event.ts';
import { isoToMicros } from '../../../shared/time.ts';
import { NO_POSITION } from '../eventIndex/eventIndex.ts';
import { idHash } from '../eventIndex/idHash.ts';

export const correlationKeys = [
  'correlationId',
  'correlation_id',
  '$correlationId',
  'correlationid',
  'correlation-id',
] as const;
export const causationKeys = ['causationId', 'causation_id', '$causationId', 'causationid', 'causation-id'] as const;
/** Where applications write who did it. */
export const actorKeys = ['actor', 'user', 'userId', 'user_id', 'userName', 'user_name', 'username'] as const;

const INT64_MAX = 2n ** 63n - 1n;

/** A position or revision, exact beyond 2^53, from a number, decimal text or SQLite integer; `NO_POSITION` for others. */
export function toPosition(value: unknown): bigint {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : integer(String(value));
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') return integer(value);
  return value instanceof ExactNumber ? integer(value.text) : NO_POSITION;
}

function integer(text: string): bigint {
  if (!/^-?\d{1,20}$/.test(text)) return NO_POSITION;
  const value = BigInt(text);
  return value > INT64_MAX || value < -INT64_MAX ? NO_POSITION : value;
}

/** Text of an id or name: strings as they are, numbers by their digits; '' for anything else. */
export function toText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value instanceof ExactNumber ? value.text : '';
}

/** The column's value for an id: NaN for none. */
export const hashOf = (id: string): number => (id === '' ? Number.NaN : idHash(id));

export const orNull = (text: string): string | null => (text === '' ? null : text);

/** A value in a sentence: short, whatever it is. */
export function shownMember(value: JsonValue): string {
  const text = typeof value === 'string' ? value : value instanceof ExactNumber ? value.text : stringifyJson(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The first key that holds a non-empty text or number. */
export function firstText(object: JsonObject | null, keys: readonly string[]): string {
  if (object === null) return '';
  for (const key of keys) {
    const text = toText(object[key]);
    if (text !== '') return text;
  }
  return '';
}

/** An object, also when it is written as JSON inside a string; `null` for anything else. */
export function toObject(value: JsonValue | undefined): JsonObject | null {
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string' || !/^\s*\{/.test(value)) return null;
  try {
    const parsed = parseJson(value);
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null; // Text that merely begins like an object.
  }
}

/** ISO text, or a bare number whose unit is guessed by `numberToMicros`. NaN for anything else. */
export function toMicros(value: JsonValue | undefined): Micros {
  if (typeof value === 'string') {
    const micros = fastIso(value);
    if (!Number.isNaN(micros)) return micros;
    return /^\d{9,20}(\.\d+)?$/.test(value) ? numberToMicros(value) : Number.NaN;
  }
  if (typeof value === 'number') return numberToMicros(String(value));
  return value instanceof ExactNumber ? numberToMicros(value.text) : Number.NaN;
}

/** Ticks of 100 ns from 0001-01-01 to 1970-01-01. */
const DOTNET_EPOCH_TICKS = 621_355_968_000_000_000n;

/**
 * Time since 1970 by magnitude: seconds below 10^11 (until 5138), then milliseconds, microseconds, KurrentDB's 100 ns
 * ticks since 1970 are told from nanoseconds by lying between 10^16 and 10^17, .NET ticks since year 1 by 6 · 10^17.
 */
export function numberToMicros(text: string): Micros {
  const number = Number(text);
  const size = Math.abs(number);
  if (!Number.isFinite(number)) return Number.NaN;
  if (size < 1e11) return Math.round(number * 1e6);
  if (size < 1e14) return Math.round(number * 1e3);
  if (size < 1e16) return Math.round(number);
  if (!/^-?\d+$/.test(text)) return Number.NaN;
  const digits = BigInt(text);
  if (size < 1e17) return Number(digits / 10n);
  if (digits > 600_000_000_000_000_000n && digits < 700_000_000_000_000_000n) {
    return Number((digits - DOTNET_EPOCH_TICKS) / 10n);
  }
  return Number(digits / 1000n);
}

const isDigits = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 48 || unit > 57) return false;
  }
  return true;
};

/** `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, the form nearly all JSON has, without a regular expression; others take the long way. */
function fastIso(text: string): Micros {
  const length = text.length;
  if ((length === 24 || length === 20) && text[10] === 'T' && text[length - 1] === 'Z') {
    const ms = Date.parse(text);
    if (!Number.isNaN(ms) && isDigits(text, 8, 10) && Number(text.slice(8, 10)) <= 28) return ms * 1000;
  }
  return isoToMicros(text);
}
