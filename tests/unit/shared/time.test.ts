import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoToMicros, microsToIso } from '../../../shared/time.ts';

describe('times', () => {
  it.each([
    ['2026-02-01T09:25:46.418700+00:00', '2026-02-01T09:25:46.418700Z'],
    ['2026-03-02 13:03:54', '2026-03-02T13:03:54.000Z'],
    ['2026-01-16T10:26:07.2', '2026-01-16T10:26:07.200Z'],
    ['2026-01-05 10:12:00+00', '2026-01-05T10:12:00.000Z'],
    ['2026-01-05T10:12:00+02:30', '2026-01-05T07:42:00.000Z'],
    ['2026-03-02T07:31:00.0000009Z', '2026-03-02T07:31:00.000Z'],
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['0001-01-01T00:00:00', '0001-01-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2026-01-01T24:00', '2026-01-02T00:00:00.000Z'],
  ])('reads %s as %s', (text, iso) => {
    expect(microsToIso(isoToMicros(text))).toBe(iso);
  });

  it.each(['', 'yesterday', '2026-02-31', '12:00', '1772436600', '2026-01-01T25:00', '2026-01-01T10:60'])(
    'does not take %j for a time',
    (text) => {
      expect(isoToMicros(text)).toBeNaN();
    },
  );

  it('says null for no time', () => {
    expect(microsToIso(Number.NaN)).toBeNull();
    expect(microsToIso(1e300)).toBeNull();
  });

  it('prints what it reads, to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2e15, max: 8e15 }), (micros) => {
        expect(isoToMicros(microsToIso(micros)!)).toBe(micros);
      }),
    );
  });
});
