import { describe, expect, it } from 'vitest';
import { microsIn } from '../../../../../electron/worker/mapping/times.ts';
import { ExactNumber } from '../../../../../shared/json.ts';
import { microsToIso } from '../../../../../shared/time.ts';

describe('a time in a form', () => {
  it.each([
    ['auto', '2026-03-01T08:00:00Z', '2026-03-01T08:00:00.000Z'],
    ['auto', 1772352000000, '2026-03-01T08:00:00.000Z'],
    ['seconds', 5, '1970-01-01T00:00:05.000Z'],
    ['seconds', '1772352000.25', '2026-03-01T08:00:00.250Z'],
    ['milliseconds', 5000, '1970-01-01T00:00:05.000Z'],
    ['microseconds', '1772352000000001', '2026-03-01T08:00:00.000001Z'],
    ['nanoseconds', new ExactNumber('1772352000000001999'), '2026-03-01T08:00:00.000001Z'],
    ['unix-ticks', new ExactNumber('17723520000000010'), '2026-03-01T08:00:00.000001Z'],
    ['dotnet-ticks', new ExactNumber('639079488000000000'), '2026-03-01T08:00:00.000Z'],
    ['julian-days', 2461100.8333333335, '2026-03-01T08:00:00.000Z'],
    ['milliseconds', '2026-03-01T08:00:00Z', '2026-03-01T08:00:00.000Z'],
  ] as const)('%s %s', (form, value, iso) => {
    expect(microsToIso(microsIn(form, value))).toBe(iso);
  });

  it.each([null, undefined, '', 'yesterday', true, {}, []])('of %j is none', (value) => {
    for (const form of ['auto', 'milliseconds', 'julian-days', 'dotnet-ticks'] as const) {
      expect(microsIn(form, value)).toBeNaN();
    }
  });
});
