import { type CheckResult, Findings, type IntegrityCheck } from './check.ts';

/** Pages of a database file that do not fit together. */
export const damagedPages: IntegrityCheck = {
  id: 'damaged-pages',
  title: 'Damaged database pages',
  about:
    'A database file is made of pages that refer to each other. Where they no longer fit, rows are lost or doubled without a trace in the rows that are left.',
  reads: 'content',
  async run({ log }, context): Promise<CheckResult> {
    const sentences = await log.quickCheck?.(context.signal);
    if (!sentences) return { examined: 'Nothing: this store is not a database file.', findings: [] };
    const findings = new Findings('damaged-pages', 'signs of damage');
    for (const sentence of sentences) findings.add('error', sentence, [], () => `SQLite says: ${sentence}`, 1);
    return { examined: 'Every page, row and index of the file, by SQLite’s quick_check', findings: findings.list() };
  },
};
