import type { CheckReport, CheckSummary, Finding, Severity } from '../../../shared/model/finding.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import type { ScanContext, StoreTraits } from '../formats/format.ts';
import type { Replay } from '../replay/replay.ts';
import { causationCycles } from './causationCycles.ts';
import type { CheckResult, IntegrityCheck } from './check.ts';
import { checkpointsAhead } from './checkpointsAhead.ts';
import { damagedPages } from './damagedPages.ts';
import { danglingCausation } from './danglingCausation.ts';
import { duplicateIds, duplicateIdsDiffer } from './duplicateIds.ts';
import { duplicateRevisions } from './duplicateRevisions.ts';
import { futureEvents } from './futureEvents.ts';
import { hashChain } from './hashChain.ts';
import { LogFacts } from './logFacts.ts';
import { lossyNumbers } from './lossyNumbers.ts';
import { missingPositions } from './missingPositions.ts';
import { oddShapes } from './oddShapes.ts';
import { revisionGaps } from './revisionGaps.ts';
import { snapshotAhead } from './snapshotAhead.ts';
import { snapshotDiffers } from './snapshotDiffers.ts';
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
  oddShapes,
  lossyNumbers,
  damagedPages,
  hashChain,
  snapshotAhead,
  snapshotDiffers,
];

const severities: readonly Severity[] = ['error', 'warning', 'notice'];

/** What checks have answered before, by id: `runChecks` asks them no more, and adds to it. */
export type CheckResults = Map<string, CheckResult>;

export interface ChecksOptions {
  /** What snapshots are compared with. */
  readonly replay?: Replay | null;
  /** `columns` leaves the checks out that read the content; they are `pending` then. */
  readonly depth?: 'columns' | 'all';
  readonly results?: CheckResults;
}

/** Runs every check over what is in the index now. Findings come by severity, then by check, then as found. */
export async function runChecks(
  log: ReadableLog,
  traits: StoreTraits,
  context: ScanContext,
  { replay = null, depth = 'all', results = new Map() }: ChecksOptions = {},
): Promise<CheckReport> {
  const checked = { log, traits, facts: new LogFacts(log, context), replay };
  const summaries: CheckSummary[] = [];
  const findings: Finding[] = [];
  const pending = depth === 'all' ? [] : checks.filter(({ id, reads }) => reads === 'content' && !results.has(id));
  for (const check of checks) {
    if (pending.includes(check)) continue;
    const result = results.get(check.id) ?? (await check.run(checked, context));
    results.set(check.id, result);
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
  return { checks: summaries, findings, ...(pending.length > 0 && { pending: pending.length }) };
}
