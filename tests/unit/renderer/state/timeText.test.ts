import { describe, expect, it } from 'vitest';
import { agoText, axisLabel, instantText } from '../../../../renderer/state/timeText.ts';

describe('times on screen', () => {
  it('keep the digits that were recorded', () => {
    expect(instantText('2026-03-03T09:14:22.120Z', 'utc')).toBe('2026-03-03 09:14:22.120');
    expect(instantText('2026-03-03T09:14:22.120456Z', 'utc')).toBe('2026-03-03 09:14:22.120456');
    expect(instantText('2026-03-03T09:14:22Z', 'utc')).toBe('2026-03-03 09:14:22.000');
    expect(instantText(null, 'utc')).toBe('–');
  });
  it('are labelled as finely as the axis asks', () => {
    const at = Date.parse('2026-03-03T06:05:04.003Z');
    expect(axisLabel(at, 400 * 86_400e3, 'utc')).toBe('2026');
    expect(axisLabel(at, 30 * 86_400e3, 'utc')).toBe('Mar 2026');
    expect(axisLabel(at, 86_400e3, 'utc')).toBe('Mar 3');
    expect(axisLabel(at, 3_600e3, 'utc', true)).toBe('Mar 3 06:05');
    expect(axisLabel(at, 1000, 'utc')).toBe('06:05:04');
    expect(axisLabel(at, 5, 'utc')).toBe('06:05:04.003');
  });
  it('say how long ago', () => {
    expect(agoText(0, 59e3)).toBe('just now');
    expect(agoText(0, 3_600e3)).toBe('1 hour ago');
    expect(agoText(0, 3 * 86_400e3)).toBe('3 days ago');
  });
});
