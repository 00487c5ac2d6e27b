import { describe, expect, it } from 'vitest';
import { explain, readExplanations, withExplanations } from '../../../../../electron/worker/integrity/explanations.ts';
import type { Finding } from '../../../../../shared/model/finding.ts';

const finding: Finding = {
  id: 'revision-gaps:order-1:2',
  checkId: 'revision-gaps',
  severity: 'error',
  message: 'Stream order-1 lacks 1 event.',
  count: 1,
  ordinals: [2],
};

describe('explained findings', () => {
  it('carry their note, until it is taken back', () => {
    const noted = explain({}, finding.id, '  Removed on request, ticket 12.  ');
    const report = { checks: [], findings: [finding] };
    expect(withExplanations(report, noted).findings).toEqual([
      { ...finding, explained: 'Removed on request, ticket 12.' },
    ]);
    expect(withExplanations(report, explain(noted, finding.id, null)).findings).toEqual([finding]);
    expect(explain(noted, finding.id, '   ')).toEqual({});
  });

  it('are notes by finding, and nothing else', () => {
    expect(readExplanations(null)).toEqual({});
    expect(readExplanations({ a: 'because' })).toEqual({ a: 'because' });
    for (const wrong of [[], 'text', { a: 1 }]) expect(() => readExplanations(wrong)).toThrow(/does not hold notes/);
    expect(() => explain({}, 'a', 'x'.repeat(2001))).toThrow(/at most 2000 characters/);
  });

  it('are no member that every object has', () => {
    const report = { checks: [], findings: [{ ...finding, id: 'constructor' }] };
    expect(withExplanations(report, {}).findings[0]).not.toHaveProperty('explained');
  });
});
