import { describe, expect, it } from 'vitest';
import { ALL_FORMATS, firstFormat, formatsOf } from '../../../../../../electron/worker/schema/payload/textFormats.ts';

const formatOf = (text: string): string | null => {
  const bytes = new TextEncoder().encode(text);
  return firstFormat(formatsOf(ALL_FORMATS, bytes, 0, bytes.length));
};

describe('formats of text', () => {
  it.each([
    ['2026-03-02T10:11:12.345Z', 'date-time'],
    ['2026-03-02 10:11:12', 'date-time'],
    ['2026-03-02T10:11+02:00', 'date-time'],
    ['2026-03-02', 'date'],
    ['10:11:12.5', 'time'],
    ['P3DT4H', 'duration'],
    ['550e8400-e29b-41d4-a716-446655440000', 'uuid'],
    ['01ARZ3NDEKTSV4RRFFQ69G5FAV', 'ulid'],
    ['zoe@example.com', 'email'],
    ['https://example.com/a?b=c', 'uri'],
    ['10.0.0.255', 'ipv4'],
    ['EUR', 'currency'],
    ['-12.50', 'number'],
    ['9f86d081884c7d65', 'hex'],
  ])('knows %s as %s', (text, format) => {
    expect(formatOf(text)).toBe(format);
  });

  it.each([
    '2026-13-02',
    '2026-03-02T25:00:00Z',
    '2026-03-02T10:11:12X',
    '25:00',
    'P',
    'PT',
    '550e8400-e29b-41d4-a716-44665544000g',
    'zoe@example',
    'zoe@@example.com',
    'http:/example.com',
    '10.0.0.256',
    'EUX',
    'eur',
    '007',
    '1.',
    'SKU-1007',
    '',
  ])('does not take %s for one', (text) => {
    expect(formatOf(text)).toBeNull();
  });
});
