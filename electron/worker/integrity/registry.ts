import type { CheckReport, CheckSummary, Finding, Severity } from '../../../shared/model/finding.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext, StoreTraits } from '../formats/format.ts';
import { causationCycles } from './causationCycles.ts';
import type { IntegrityCheck } from './check.ts';
import { checkpointsAhead } from './checkpointsAhead.ts';
import { damagedPages } from './damagedPages.ts';
import { danglingCausation } from './danglingCausation.ts';
import { duplicateIds, duplicateIdsDiffer } from './duplicateIds.ts';
import { duplicateRevisions } from './duplicateRevisions.ts';
import { futureEvents } from './futureEvents.ts';
import { hashChain } from './hashChain.ts';
import { LogFacts } from './logFacts.ts';
import { missingPositions } from './missingPositions.ts';
import { revisionGaps } from './revisionGaps.ts';
import { streamStarts } from './streamStarts.ts';
import { timeBackwards } from './timeBackwards.ts';
import { unreadableRows } from './unreadableRows.ts';

/** Every check, in the order they are shown. Panel, report and exit code follow from this list. */
export const checks: readonly IntegrityCheck[] = [
  revisionGaps,
  streamStarts,
  duplicateRevisions,
  missingPositions,
  duplicateIds,
  duplicateIdsDiffer,
  timeBackwards,
  futureEvents,
  danglingCausation,
  causationCycles,
  checkpointsAhead,
  unreadableRows,
  damagedPages,
  hashChain,
];

const severities: readonly Severity[] = ['error', 'warning', 'notice'];

/**
 * Runs every check over what is in the index now. Findings come by severity, then by check, then as found.
 */
export async function runChecks(log: ReadableLog, traits: StoreTraits, context: ScanContext): Promise<CheckReport> {
  const checked = { log, traits, facts: new LogFacts(log, context) };
  const summaries: CheckSummary[] = [];
  const findings: Finding[] = [];
  for (const check of checks) {
    const result = await check.run(checked, context);
    summaries.push({
      id: check.id,
      title: check.title,
      about: check.about,
      examined: result.examined,
      findings: result.findings.length,
    });
    findings.push(...result.findings);
  }
  findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return { checks: summaries, findings };
}
