import { Schemas } from '../../../electron/worker/schema/schemas.ts';
import { storeSource } from '../../../shared/schemaSource.ts';
import { timeOf } from '../rounds.ts';
import { openWhole, workerContext } from './opened.ts';

/** Milliseconds from an open log to the schemas of all types: every payload is gone over. */
export async function schemaPass({ path }: { readonly path: string }): Promise<number> {
  const log = await openWhole(path);
  const schemas = new Schemas(log);
  let events = 0;
  const ms = await timeOf(async () => {
    events = (await schemas.report(storeSource, workerContext())).events;
  });
  if (events !== log.index.length) throw new Error(`${events} of ${log.index.length} events have a schema.`);
  return ms;
}
