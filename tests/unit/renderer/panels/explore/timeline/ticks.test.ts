import { describe, expect, it } from 'vitest';
import { axisTicks } from '../../../../../../renderer/panels/explore/timeline/ticks.ts';

const at = (iso: string): number => Date.parse(iso) * 1000;
const segment = (x0: number, x1: number, from: string, to: string) => ({
  x0,
  x1,
  from: at(from),
  to: at(to),
  idleBefore: 0,
});

describe('axisTicks', () => {
  it('labels round times, with the day where it begins', () => {
    const ticks = axisTicks([segment(0, 1000, '2026-03-02T14:20Z', '2026-03-03T02:20Z')], 'time', 'utc');
    expect(ticks.map((tick) => tick.label)).toEqual(['Mar 2 16:00', '18:00', '20:00', '22:00', 'Mar 3 00:00', '02:00']);
  });
  it('names a stretch behind cut idle time by its day', () => {
    const ticks = axisTicks(
      [
        segment(0, 480, '2026-03-02T14:00Z', '2026-03-02T20:00Z'),
        segment(520, 1000, '2026-03-03T06:00Z', '2026-03-03T12:00Z'),
      ],
      'time',
      'utc',
    );
    expect(ticks.find((tick) => tick.x >= 520)!.label).toBe('Mar 3 06:00');
  });
  it('goes by the calendar over years', () => {
    const labels = axisTicks([segment(0, 900, '2020-05-05T00:00Z', '2026-05-05T00:00Z')], 'time', 'utc').map(
      (t) => t.label,
    );
    expect(labels).toEqual(['2021', '2022', '2023', '2024', '2025', '2026']);
  });
  it('counts events on the other axis, and bears a single instant', () => {
    const ticks = axisTicks([{ x0: 0, x1: 1000, from: 0, to: 415, idleBefore: 0 }], 'ordinal', 'utc');
    expect(ticks.map((tick) => tick.label)).toContain('#200');
    expect(axisTicks([segment(0, 1000, '2026-03-02T14:00Z', '2026-03-02T14:00Z')], 'time', 'utc')).toHaveLength(1);
  });
});
