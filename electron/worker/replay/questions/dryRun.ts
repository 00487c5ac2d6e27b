import type { Ordinal } from '../../../../shared/model/event.ts';
import { DRAFT, type DryRun, type ReducerInfo } from '../../../../shared/model/state.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import type { ScanContext } from '../../formats/format.ts';
import type { Replay } from '../replay.ts';
import { traceAt } from './trace.ts';

/** Code in an editor, and where its state is wanted. */
export interface Draft {
  readonly name: string;
  readonly source: string;
  /** The stream whose state is shown; `null`, and where the code has no state per stream: what the event belongs to. */
  readonly partition: string | null;
  readonly ordinal: Ordinal;
}

/**
 * The state that code would give, and what it prints on the way. It becomes none of the reducers. A second run of the
 * same code begins from what the first left. Throws `bad-projection` with line and column when it does not load.
 */
export async function dryRun(
  replay: Replay,
  log: ReadableLog,
  { name, source, partition, ordinal }: Draft,
  context: ScanContext,
): Promise<DryRun> {
  const info = await replay.draft(name, source);
  const target = { reducer: DRAFT, partition: partitionFor(info, log, partition) };
  const state = await replay.stateAt(target, ordinal, context);
  const trace = prints(source) ? await traceAt(replay, target, ordinal, context) : null;
  return { state, trace };
}

const partitionFor = (info: ReducerInfo, { index }: ReadableLog, partition: string | null): string | null =>
  info.partitioning === 'stream' && partition !== null && index.streams.numberOf(partition) >= 0 ? partition : null;

/** Whether it may print: the second fold that listens is spared where it cannot. */
const prints = (source: string): boolean => /\bconsole\b|\blog\s*\(/.test(source);
