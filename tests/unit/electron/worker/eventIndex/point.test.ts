import { describe, expect, it } from 'vitest';
import { resolvePoint } from '../../../../../electron/worker/eventIndex/point.ts';
import { eventLog } from '../../../../builders/eventLog.ts';

const event = (position: number | null, at: string | null) => ({ stream: 's', type: 'T', position, at });
const { index } = eventLog([
  event(10, '2026-01-01T00:00:00Z'),
  event(20, '2026-01-01T00:00:10Z'),
  event(30, '2026-01-01T00:00:05Z'),
  event(40, '2026-01-01T00:00:20Z'),
]);

describe('a point as a person writes it', () => {
  it.each([
    ['start', 0],
    ['end', 3],
    ['#0', 0],
    [' #2 ', 2],
    ['20', 1],
    ['29', 1],
    ['9', -1],
    ['9999999999', 3],
    ['2026-01-01T00:00:10Z', 2],
    ['2026-01-01 00:00:19', 2],
    ['2025-12-31', -1],
  ])('%s is event %i', (text, ordinal) => {
    expect(resolvePoint(index, text)).toBe(ordinal);
  });

  it.each(['#4', '#-1', '#x', '', 'tomorrow', '1.5', '9223372036854775808'])('%j is none', (text) => {
    expect(() => resolvePoint(index, text)).toThrow(expect.objectContaining({ code: 'bad-point' }));
  });

  it('has no positions to name where the log records none', () => {
    const without = eventLog([event(null, null)]).index;
    expect(() => resolvePoint(without, '7')).toThrow(expect.objectContaining({ code: 'bad-point' }));
    expect(resolvePoint(eventLog([]).index, 'end')).toBe(-1);
  });

  it('finds positions that do not ascend', () => {
    const shuffled = eventLog([event(5, null), event(9, null), event(2, null)]).index;
    expect(['1', '2', '4', '5', '8', '9'].map((text) => resolvePoint(shuffled, text))).toEqual([-1, 2, 2, 0, 0, 1]);
  });
});
