import { describe, expect, it } from 'vitest';
import { stringsIn } from '../../../shared/byteStrings.ts';

const found = (bytes: Uint8Array, limit = 10) => stringsIn(bytes, limit).strings.map(({ at, text }) => [at, text]);

describe('texts in bytes', () => {
  it('are runs of four characters and more, with their place', () => {
    const bytes = Buffer.concat([Buffer.from('\0abc\u0001order-17'), Buffer.of(0xff), Buffer.from('Grüße €5\u0002')]);
    expect(found(bytes)).toEqual([
      [5, 'order-17'],
      [14, 'Grüße €5'],
    ]);
  });

  it('are found in UTF-16 too', () => {
    const bytes = Buffer.concat([Buffer.of(1, 2), Buffer.from('Customer', 'utf16le'), Buffer.of(0xff)]);
    expect(found(bytes)).toEqual([[2, 'Customer']]);
  });

  it('are cut where there are many or long ones, and that is said', () => {
    const many = Buffer.from('text\0'.repeat(5));
    expect(stringsIn(many, 3)).toMatchObject({ strings: { length: 3 }, isCut: true });
    expect(stringsIn(many, 5).isCut).toBe(false);
    expect(found(Buffer.from('x'.repeat(300)))[0]![1]).toBe(`${'x'.repeat(200)}…`);
  });

  it('are none where bytes only look like the beginning of a character', () => {
    expect(found(Buffer.of(0xe2, 0x82, 0xc3, 0xed, 0xa0, 0x80, 0xc3))).toEqual([]);
    expect(found(new Uint8Array())).toEqual([]);
  });
});
