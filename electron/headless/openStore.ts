import { basename } from 'node:path';
import type { LogPoint } from '../../shared/model/event.ts';
import type { ReducerInfo, StateTarget } from '../../shared/model/state.ts';
import type { StoreSummary } from '../../shared/model/store.ts';
import { type Client, createClient } from '../../shared/protocol/client.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import type { Params, RequestName, Result } from '../../shared/protocol/requests.ts';
import { grantOf } from '../paths/storeEntry.ts';
import type { CommandContext } from './command.ts';
import { readEncodings } from './encodingsFile.ts';
import { mappingOf } from './mappingFile.ts';
import { readNamedText } from './namedFiles.ts';
import { createNodeWorker, type NodeWorker } from './nodeWorker.ts';
import { usage } from './output.ts';

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The one store of a command, opened and completely indexed. */
export interface CliStore {
  readonly summary: StoreSummary;
  call<N extends RequestName>(name: N, params: Params<N>): Promise<Result<N>>;
  /** The point that an option names; `fallback` where it was not given. `null` before the first event. */
  point(option: 'at' | 'from' | 'to', fallback: string): Promise<LogPoint | null>;
  /** Which state `--stream`, `--projection` and `--partition` name. */
  target(): Promise<StateTarget>;
  /** What the projection file of an option folds with; `null` where it was not given. */
  projection(option?: ProjectionOption): Promise<ReducerInfo | null>;
}

type ProjectionOption = 'projection' | 'other-projection';

/** Opens the store that the command names, hands it to `work` and ends the worker, whatever happens. */
export async function withStore(context: CommandContext, work: (store: CliStore) => Promise<number>): Promise<number> {
  const { stores, options } = context;
  const [first, ...others] = stores;
  if (first === undefined) throw usage('Name a store: a file or folder that holds events, or several files of one.');
  return withWorker(context, async (call, worker) => {
    const encodings = await readEncodings(options);
    const mapping = await mappingOf(options);
    const grant = { ...grantOf([first, ...others]), ...(mapping && { mapping }) };
    await worker.grant(grant);
    const opened = call('store.open', {
      ref: grant.ref,
      cache: !options.has('no-cache'),
      snapshotEvery: options.count('snapshot-every', 100),
      encodings,
    });
    const summary = await opened.catch((error: unknown) => {
      throw withWayOut(error);
    });
    return work({
      summary,
      call,
      point: (option, fallback) => call('log.point', { point: options.text(option) ?? fallback }),
      target: () => targetOf(context, call),
      projection: (option = 'projection') => projectionOf(context, call, option),
    });
  });
}

/** What no format knows can be mapped: the command that begins it. */
function withWayOut(error: unknown): unknown {
  if (!(error instanceof InspectorError) || error.code !== 'not-a-store') return error;
  const advice = `${error.data?.advice ?? ''} A mapping to begin with: eventloupe mapping STORE --out FILE, then --mapping FILE.`;
  return new InspectorError(error.code, error.message, { ...error.data, advice: advice.trim() }, error);
}

/** Starts a worker, hands it to `work` and ends it, whatever happens. */
export async function withWorker(
  { output, places }: CommandContext,
  work: (call: CliStore['call'], worker: NodeWorker) => Promise<number>,
): Promise<number> {
  let crash: Error | null = null;
  const worker = createNodeWorker(places.worker, (error) => (crash = error));
  const client: Client = createClient(worker.connect());
  const onProgress = output.progress;
  // Ctrl-C, or a reader that has gone, ends in order, so that no private copy of the store is left behind.
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  for (const signal of endings) process.once(signal, stop);
  const ending = AbortSignal.any([stopped.signal, output.unwritable]);
  const call: CliStore['call'] = async (name, params) => {
    try {
      return await client.call(name, params, { signal: ending, onProgress: onProgress as never });
    } catch (error) {
      if (error instanceof InspectorError && error.code === 'worker-lost' && crash) {
        throw new InspectorError('worker-lost', `The process that reads the store has ended: ${crash.message}`);
      }
      throw error;
    } finally {
      output.progress(null);
    }
  };
  try {
    return await work(call, worker);
  } finally {
    for (const signal of endings) process.off(signal, stop);
    await worker.close();
  }
}

async function projectionOf(
  { options }: CommandContext,
  call: CliStore['call'],
  option: ProjectionOption,
): Promise<ReducerInfo | null> {
  const file = options.text(option);
  if (file === null) return null;
  const source = await readNamedText('projection', file);
  // Two files of one name, as in two folders, stay two projections.
  const name = basename(file);
  const isTaken = option === 'other-projection' && name === basename(options.text('projection') ?? '');
  return call('projections.add', { name: isTaken ? `other ${name}` : name, source });
}

async function targetOf(context: CommandContext, call: CliStore['call']): Promise<StateTarget> {
  const { options } = context;
  const stream = options.text('stream');
  const partition = options.text('partition') ?? stream;
  const reducer = await projectionOf(context, call, 'projection');
  if (reducer === null) {
    if (stream === null) throw usage('Which state? Give --stream STREAM, or --projection FILE.');
    if (options.has('partition')) throw usage('--partition belongs to --projection; a stream is named by --stream.');
    return { reducer: 'merge', partition: stream };
  }
  if (partition === null && reducer.partitioning !== 'single')
    throw usage(`${statesOf(reducer)} Give --partition KEY.`);
  return { reducer: reducer.id, partition };
}

const statesOf = ({ name, partitioning }: ReducerInfo): string =>
  `${name} has a state per ${partitioning === 'stream' ? 'stream' : 'partition key'}.`;
