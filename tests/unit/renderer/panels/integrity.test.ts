import { describe, expect, test } from 'vitest';
import {
  countBySeverity,
  filterFindings,
  severityText,
  verdict,
  verdictTitle,
  whyNot,
  worstOf,
} from '../../../../renderer/panels/integrity/findings.ts';
import type { CheckReport, Finding, Severity } from '../../../../shared/model/finding.ts';

const finding = (checkId: string, severity: Severity): Finding => ({
  id: `${checkId}:${severity}`,
  checkId,
  severity,
  message: '',
  count: 1,
  ordinals: [],
});
const check = (id: string, findings: number) => ({ id, title: id, about: '', examined: '', findings });
const findings = [finding('gaps', 'error'), finding('gaps', 'error'), finding('times', 'notice')];
const report: CheckReport = { checks: [check('gaps', 2), check('times', 1), check('ids', 0)], findings };

describe('findings', () => {
  test('are counted by severity and put into words, gravest first', () => {
    expect(severityText(countBySeverity(findings))).toBe('2 errors and 1 notice');
    expect(severityText({ error: 1, warning: 2, notice: 3 })).toBe('1 error, 2 warnings and 3 notices');
    expect(severityText({ error: 0, warning: 0, notice: 0 })).toBe('');
  });

  test('the gravest one decides', () => {
    expect(worstOf(findings)).toBe('error');
    expect(worstOf([])).toBeNull();
  });

  test('are filtered by severity and by check', () => {
    expect(filterFindings(findings, { severity: 'error', checkId: null })).toHaveLength(2);
    expect(filterFindings(findings, { severity: null, checkId: 'times' })).toEqual([findings[2]]);
    expect(filterFindings(findings, { severity: 'error', checkId: 'times' })).toEqual([]);
  });

  test('the verdict says how much was examined and what came of it', () => {
    expect(verdict(report, 622)).toBe('3 checks examined 622 events; 2 found something: 2 errors and 1 notice.');
    expect(verdict({ checks: [check('gaps', 0)], findings: [] }, 1)).toBe(
      '1 check examined 1 event and found nothing.',
    );
  });

  test('a check that could not run is no proof', () => {
    const without = { ...check('ids', 0), examined: 'Nothing: this store records no event ids.' };
    expect(whyNot(without)).toBe('this store records no event ids.');
    expect(verdictTitle({ checks: [check('gaps', 0)], findings: [] })).toBe('The log is whole');
    expect(verdictTitle({ checks: [check('gaps', 0), without], findings: [] })).toBe('Nothing was found');
    expect(verdict({ checks: [check('gaps', 0), without], findings: [] }, 5)).toBe(
      '1 check examined 5 events and found nothing. 1 could not run on this store.',
    );
  });
});
