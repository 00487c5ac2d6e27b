import { checks, runChecks } from '../../../electron/worker/integrity/registry.ts';
import { timeOf } from '../rounds.ts';
import { openWhole, workerContext } from './opened.ts';

/** Milliseconds from an open log to the findings of all checks that need only its columns. */
export async function columnChecks({ path }: { readonly path: string }): Promise<number> {
  const log = await openWhole(path);
  let ran = 0;
  const ms = await timeOf(async () => {
    const report = await runChecks(log, log.format, workerContext(), { depth: 'columns' });
    ran = report.checks.length;
  });
  if (ran !== checks.filter(({ reads }) => reads === 'columns').length) throw new Error(`Only ${ran} checks ran.`);
  return ms;
}

/** The same to the findings of all checks: every payload is read. */
export async function allChecks({ path }: { readonly path: string }): Promise<number> {
  const log = await openWhole(path);
  return timeOf(() => runChecks(log, log.format, workerContext()));
}
