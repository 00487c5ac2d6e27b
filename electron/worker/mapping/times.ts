import { ExactNumber, type JsonValue } from '../../../shared/json.ts';
import type { Micros } from '../../../shared/model/event.ts';
import type { TimeForm } from '../../../shared/model/mapping.ts';
import { isoToMicros } from '../../../shared/time.ts';
import { toMicros } from '../formats/fields.ts';

// pure. Times in the form that a mapping names.

/** .NET counts ticks of 100 ns from 0001-01-01; so many of them lie before 1970. */
const DOTNET_EPOCH_TICKS = 621_355_968_000_000_000n;
/** Julian days of 1970-01-01T00:00Z, as SQLite's `julianday()` counts them. */
const JULIAN_EPOCH = 2_440_587.5;
const MS_PER_DAY = 86_400_000;

type Scaled = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' | 'unix-ticks';

/** Microseconds of one of them, as a fraction. */
const units: Record<Scaled, { readonly times: bigint; readonly per: bigint }> = {
  seconds: { times: 1_000_000n, per: 1n },
  milliseconds: { times: 1000n, per: 1n },
  microseconds: { times: 1n, per: 1n },
  nanoseconds: { times: 1n, per: 1000n },
  'unix-ticks': { times: 1n, per: 10n },
};

/** A number in the form (also as text), or ISO text; NaN for anything else. */
export function microsIn(form: TimeForm, value: JsonValue | undefined): Micros {
  if (form === 'auto') return toMicros(value);
  const text = value instanceof ExactNumber ? value.text : typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return Number.NaN;
  if (!/^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text)) return isoToMicros(text);
  if (form === 'julian-days') return Math.round((Number(text) - JULIAN_EPOCH) * MS_PER_DAY) * 1000;
  const whole = /^-?\d{1,20}$/.test(text) ? BigInt(text) : null;
  if (form === 'dotnet-ticks') return whole === null ? Number.NaN : Number((whole - DOTNET_EPOCH_TICKS) / 10n);
  const { times, per } = units[form];
  return whole === null ? Math.round((Number(text) * Number(times)) / Number(per)) : Number((whole * times) / per);
}
