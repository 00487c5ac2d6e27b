import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { compareWith, readBaseline } from '../../../../../electron/headless/findings/baseline.ts';
import { junit } from '../../../../../electron/headless/findings/junit.ts';
import { sarif } from '../../../../../electron/headless/findings/sarif.ts';
import type { CheckReport, Finding } from '../../../../../shared/model/finding.ts';

const finding = (id: string, more: Partial<Finding> = {}): Finding => ({
  id,
  checkId: 'gaps',
  severity: 'error',
  message: `Found ${id}`,
  count: 1,
  ordinals: [7],
  ...more,
});

const reportOf = (findings: readonly Finding[]): CheckReport => ({
  checks: [
    { id: 'gaps', title: 'Missing events', about: 'Why.', examined: '3 events', findings: findings.length },
    { id: 'chain', title: 'Hash chain', about: 'Why.', examined: 'Nothing: no hashes.', findings: 0 },
  ],
  findings,
});

describe('a baseline', () => {
  it('tells new findings from known ones, and those that are gone', () => {
    const before = [finding('a'), finding('b', { count: 5 }), finding('c')];
    const { fresh, known, gone } = compareWith(before, [finding('a'), finding('b', { count: 6 }), finding('d')]);
    expect([fresh, known, gone].map((list) => list.map(({ id }) => id))).toEqual([['b', 'd'], ['a'], ['c']]);
  });

  it('is what check --json printed', () => {
    const report = reportOf([finding('a')]);
    expect(readBaseline(JSON.stringify(report), 'f')).toEqual(report.findings);
    for (const text of ['', '[]', '{"findings":[{}]}', '{"findings":[null]}', 'null']) {
      expect(() => readBaseline(text, 'known.json')).toThrow('"known.json" is no baseline.');
    }
  });
});

describe('SARIF', () => {
  it('has a rule for each check, and a result for each finding with what became of it', () => {
    const now = [finding('a', { explained: 'Known.' }), finding('b', { severity: 'notice', count: 9 })];
    const report = reportOf(now);
    const compared = compareWith([finding('a'), finding('c')], now);
    expect(sarif({ name: 'my bank.jsonl', report, compared })).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Eventloupe', rules: [{ id: 'gaps' }, { id: 'chain' }] } },
          results: [
            {
              ruleId: 'gaps',
              ruleIndex: 0,
              level: 'error',
              baselineState: 'unchanged',
              partialFingerprints: { 'findingId/v1': 'a' },
              suppressions: [{ justification: 'Known.' }],
              locations: [
                {
                  physicalLocation: { artifactLocation: { uri: 'my%20bank.jsonl' } },
                  logicalLocations: [{ fullyQualifiedName: '#7' }],
                },
              ],
            },
            { level: 'note', baselineState: 'new', occurrenceCount: 9 },
            { baselineState: 'absent', partialFingerprints: { 'findingId/v1': 'c' } },
          ],
        },
      ],
    });
  });
});

describe('JUnit', () => {
  const counts = (xml: string): Record<string, string> => {
    let found: Record<string, string> = {};
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'testsuite') found = attributes as Record<string, string>;
    });
    parser.write(xml).close();
    return found;
  };

  it('fails by errors that are neither known nor explained, and skips what could not run', () => {
    const xml = junit({ name: 'bank', report: reportOf([finding('a')]), compared: null });
    expect(counts(xml)).toMatchObject({ name: 'bank', tests: '2', failures: '1', skipped: '1' });
    expect(xml).toContain('<failure message="Found a">error: Found a</failure>');
    const explained = reportOf([finding('a', { explained: 'Known.' }), finding('b', { severity: 'warning' })]);
    expect(counts(junit({ name: 'bank', report: explained, compared: null }))).toMatchObject({ failures: '0' });
    const known = reportOf([finding('a')]);
    const compared = compareWith(known.findings, known.findings);
    expect(counts(junit({ name: 'bank', report: known, compared }))).toMatchObject({ failures: '0' });
  });

  it('is XML whatever a store holds', () => {
    const evil = '<a "b" & \'c\'> \0 \ud800 ]]> \ufffe';
    expect(counts(junit({ name: evil, report: reportOf([finding(evil)]), compared: null }))).toMatchObject({
      failures: '1',
    });
  });
});
