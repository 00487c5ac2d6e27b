import { describe, expect, it } from 'vitest';
import {
  alone,
  atMost,
  type Comparison,
  comparisonCells,
  missedText,
  notInstalled,
  ratioAtMost,
} from '../../perf/comparison.ts';
import { summarize } from '../../perf/statistics.ts';

const ms = (value: number) => summarize([value], 'ms');
const against = (ours: number, peer: number, goals: Comparison['goals']): Comparison => ({
  what: 'open',
  ours: ms(ours),
  peer: { name: 'grep', figure: ms(peer) },
  goals,
});

describe('a line of the bench', () => {
  it('says which goals are reached', () => {
    expect(comparisonCells(against(10, 40, [ratioAtMost(0.3), atMost(8)]))).toEqual([
      'open',
      '10.0 ms',
      'grep: 40.0 ms',
      '0.250 ×',
      '✓ ≤ 0.3 ×, ✗ ≤ 8 ms',
    ]);
  });
  it('says in place of a peer that it is not there, and judges no ratio', () => {
    expect(comparisonCells(notInstalled('open', ms(10), 'lnav', [ratioAtMost(0.3), atMost(20)]))).toEqual([
      'open',
      '10.0 ms',
      'skipped: lnav is not installed',
      '',
      '≤ 0.3 ×, ✓ ≤ 20 ms',
    ]);
  });
  it('says why nothing was measured', () => {
    const line: Comparison = { what: 'drag', ours: null, peer: null, goals: [], skipped: 'there is no Chromium' };
    expect(comparisonCells(line)).toEqual(['drag', '', 'skipped: there is no Chromium', '', '']);
  });
});

describe('the missed goals', () => {
  it('are listed with their figure', () => {
    const lines = [against(30, 40, [ratioAtMost(0.3), atMost(50)]), alone('first timeline', ms(400), [atMost(300)])];
    expect(missedText(lines).split('\n')).toEqual([
      '  ✗ open: 0.750 × grep, goal ≤ 0.3 ×',
      '  ✗ first timeline: 400 ms, goal ≤ 300 ms',
    ]);
  });
  it('are none where all are reached or cannot be judged', () => {
    expect(missedText([alone('open', ms(1), [atMost(2)]), notInstalled('open', ms(1), 'jq', [ratioAtMost(1)])])).toBe(
      '',
    );
  });
});
