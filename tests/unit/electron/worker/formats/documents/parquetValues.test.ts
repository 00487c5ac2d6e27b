import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, exactParsers } from '../../../../../../electron/worker/formats/documents/parquetValues.ts';

/** Big-endian bytes in two's complement. */
function bytesOf(value: bigint, length: number): Uint8Array {
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  );
}

describe('values of Parquet', () => {
  it('keeps every digit of a decimal, from integers and from bytes', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }),
        fc.integer({ min: 0, max: 38 }),
        (value, scale) => {
          const text = decimalOf(value, scale);
          expect(decimalOf(bytesOf(value, 16), scale)).toBe(text);
          expect(BigInt(text.replace('.', ''))).toBe(value);
          expect(text.includes('.') ? text.length - text.indexOf('.') - 1 : 0).toBe(scale);
          expect(typeof JSON.parse(text)).toBe('number');
        },
      ),
    );
  });

  it('keeps the nanoseconds of a time, also before 1970', () => {
    const { timestampFromNanoseconds, timestampFromMicroseconds, dateFromDays } = exactParsers;
    expect(timestampFromNanoseconds(1_704_067_200_000_000_001n)).toBe('2024-01-01T00:00:00.000000001Z');
    expect(timestampFromNanoseconds(-1n)).toBe('1969-12-31T23:59:59.999999999Z');
    expect(timestampFromMicroseconds(1_704_067_200_123_456n)).toBe('2024-01-01T00:00:00.123456Z');
    expect(dateFromDays(-1)).toBe('1969-12-31');
  });
});
