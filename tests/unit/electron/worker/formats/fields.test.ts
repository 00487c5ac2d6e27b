import { describe, expect, it } from 'vitest';
import { NO_POSITION } from '../../../../../electron/worker/eventIndex/eventIndex.ts';
import {
  correlationKeys,
  firstText,
  numberToMicros,
  toMicros,
  toObject,
  toPosition,
} from '../../../../../electron/worker/formats/fields.ts';
import { formats, registerFormats } from '../../../../../electron/worker/formats/registry.ts';
import { parseJson } from '../../../../../shared/json.ts';
import { microsToIso } from '../../../../../shared/time.ts';

describe('times', () => {
  it.each([
    ['seconds', '1772436600'],
    ['milliseconds', '1772436600000'],
    ['microseconds', '1772436600000000'],
    ['100 ns ticks since 1970', '17724366000000000'],
    ['nanoseconds', '1772436600000000000'],
    ['.NET ticks', '639080334000000000'],
  ])('in %s are told by their size', (_unit, text) => {
    expect(microsToIso(numberToMicros(text))).toBe('2026-03-02T07:30:00.000Z');
    expect(toMicros(parseJson(text))).toBe(toMicros(text));
  });

  it('keep microseconds and refuse what is none', () => {
    expect(microsToIso(toMicros('2026-03-02T07:30:00.123456789+02:00'))).toBe('2026-03-02T05:30:00.123456Z');
    expect(toMicros('2026-02-31T00:00:00Z')).toBeNaN();
    expect(toMicros('soon')).toBeNaN();
    expect(toMicros(null)).toBeNaN();
  });
});

it('ids that are numbers keep every digit, in objects and in objects written as text', () => {
  const text = '{"correlationId":12345678901234567891}';
  for (const value of [text, parseJson(text)]) {
    expect(firstText(toObject(value), correlationKeys)).toBe('12345678901234567891');
  }
});

it('positions are exact to the last of 64 bits, and nothing else is one', () => {
  expect(toPosition(parseJson('9223372036854775807'))).toBe(2n ** 63n - 1n);
  expect(toPosition('0000000000000000100')).toBe(100n);
  for (const no of ['9223372036854775808', '1.5', '', null, true, 1.5, {}]) expect(toPosition(no)).toBe(NO_POSITION);
});

it('two formats with one id are refused', () => {
  expect(() => registerFormats([formats[0]!, formats[0]!])).toThrow('emmett-sqlite');
});
