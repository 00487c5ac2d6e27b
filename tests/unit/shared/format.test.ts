import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatShare, formatSpan, plural } from '../../../shared/format.ts';
import { hueOf } from '../../../shared/hue.ts';

describe('numbers as a person reads them', () => {
  it('groups thousands', () => {
    expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect(plural(1, 'event')).toBe('1 event');
    expect(plural(1200, 'query', 'queries')).toBe('1,200 queries');
  });

  it('writes sizes with a unit that fits', () => {
    expect([0, 999, 1000, 26_400, 999_600, 1_440_000_000].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '26 kB',
      '1.0 MB',
      '1.4 GB',
    ]);
  });

  it('writes spans in their two largest units', () => {
    expect([12, 120_000, 168e6, 3600e6, 3 * 86_400e6 + 4 * 3600e6, -90e6].map(formatSpan)).toEqual([
      '12 µs',
      '120 ms',
      '2 min 48 s',
      '1 h',
      '3 d 4 h',
      '-1 min 30 s',
    ]);
  });

  it('never rounds some to none, nor most to all', () => {
    expect([formatShare(1, 1000), formatShare(999, 1000), formatShare(9, 100), formatShare(0, 0)]).toEqual([
      '<1 %',
      '>99 %',
      '9 %',
      '–',
    ]);
  });
});

describe('hue of a name', () => {
  it('is the same every time and one of eight', () => {
    for (const name of ['OrderPlaced', '', '山田', 'MoneyDeposited']) {
      expect(hueOf(name)).toBe(hueOf(name));
      expect(hueOf(name)).toBeGreaterThanOrEqual(0);
      expect(hueOf(name)).toBeLessThan(8);
    }
  });
});
