import { transform } from 'sucrase';
import type { Ordinal } from '../../../../shared/model/event.ts';
import type { ReducerInfo } from '../../../../shared/model/state.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import { categoryOf } from '../../eventIndex/envelope.ts';
import type { ReadableLog } from '../../eventIndex/readableLog.ts';
import { nextTurn } from '../../turns/breathe.ts';
import { type FoldRun, FoldState, type Partitioning, type Reducer, type Upcast } from '../reducer.ts';
import { type Description, type Sandbox, type SandboxCode, SandboxEngine, SandboxError } from './sandbox.ts';
import { sandboxEvents } from './sandboxEvent.ts';
import { placed, SandboxKeyRun, SandboxRun } from './sandboxRun.ts';

/**
 * A reducer from the text of a projection file. Two conventions are recognised by content: an ES module that exports
 * `initialState` and `evolve`, and a KurrentDB projection that calls `fromAll()` or its like. Types are stripped from
 * names that end in `.ts`, lines stay where they are. `id` is that of its states and snapshots. Throws InspectorError
 * `bad-projection` with line and column.
 */
export async function loadProjection(
  name: string,
  source: string,
  engine = new SandboxEngine(),
  id = name,
): Promise<Reducer> {
  const code = { source: plainJavaScript(name, source), kind: conventionOf(name, source) };
  try {
    const { sandbox, description } = await engine.open(code);
    try {
      const initial = FoldState.ofText(sandbox.call('initial', ''));
      await nextTurn();
      return new Projection(id, name, code, description, initial, engine);
    } finally {
      sandbox.close();
    }
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    throw badProjection(name, error.message, error.line, error.column);
  }
}

function badProjection(name: string, message: string, line: number | null, column: number | null): InspectorError {
  const where = line === null ? '' : ` (line ${line}${column === null ? '' : `, column ${column}`})`;
  const data = line === null ? undefined : column === null ? { line } : { line, column };
  return new InspectorError('bad-projection', `${name} does not load${where}: ${message}`, data);
}

/** Tells the conventions apart by what a file does at the start of a statement. */
function conventionOf(name: string, source: string): SandboxCode['kind'] {
  if (/(?:^|[;}])[ \t]*export\b/m.test(source)) return 'decider';
  if (/\bfrom(All|Category|Categories|Streams?)\s*\(/.test(source)) return 'kurrent';
  throw new InspectorError(
    'bad-projection',
    `${name} is no projection: it neither exports initialState and evolve nor calls fromAll(), fromCategory(), fromStream() or fromStreams().`,
  );
}

function plainJavaScript(name: string, source: string): string {
  if (!/\.[cm]?ts$/.test(name)) return source;
  try {
    return transform(source, { transforms: ['typescript'], disableESTransforms: true }).code;
  } catch (error) {
    const place = (error as { loc?: { line: number; column: number } }).loc;
    const message = error instanceof Error ? error.message.replace(/\s*\(\d+:\d+\)$/, '') : String(error);
    throw badProjection(name, message, place?.line ?? null, place?.column ?? null);
  }
}

class Projection implements Reducer {
  readonly info: ReducerInfo;
  readonly partitioning: Partitioning;
  readonly readsAll: boolean;
  readonly #code: SandboxCode;
  readonly #source: Description['source'];
  readonly #initial: FoldState;
  readonly #engine: SandboxEngine;

  readonly upcast?: Reducer['upcast'];

  constructor(
    id: string,
    name: string,
    code: SandboxCode,
    description: Description,
    initial: FoldState,
    engine: SandboxEngine,
  ) {
    const { kind, partitioning, upcasters, source } = description;
    this.#code = code;
    this.#source = source;
    this.#initial = initial;
    this.#engine = engine;
    this.info = { id, name, kind, partitioning, upcasters };
    this.readsAll = source.kind === 'all';
    this.partitioning =
      partitioning === 'key'
        ? { kind: 'key', begin: async () => new SandboxKeyRun(await this.#open()) }
        : { kind: partitioning };
    if (upcasters.length > 0) this.upcast = (log, ordinal) => this.#upcast(log, ordinal);
  }

  reads(streamId: string): boolean {
    const { kind, names } = this.#source;
    if (kind === 'all') return true;
    return names.includes(kind === 'stream' ? streamId : categoryOf(streamId));
  }

  async #open(): Promise<Sandbox> {
    try {
      return (await this.#engine.open(this.#code)).sandbox;
    } catch (error) {
      throw this.#unable(error);
    }
  }

  /** What goes wrong before the first event: it did load once, so it depends on more than it is given. */
  #unable(error: unknown): unknown {
    if (!(error instanceof SandboxError)) return error;
    return badProjection(this.info.name, error.message, error.line, error.column);
  }

  async #upcast(log: ReadableLog, ordinal: Ordinal): Promise<Upcast> {
    const sandbox = await this.#open();
    try {
      const text = sandbox.call('upcasted', `[${this.read(log, [ordinal])[0]}]`);
      const end = text.indexOf('\n');
      const version = JSON.parse(text.slice(0, end)) as string | number | null;
      return { data: text.slice(end + 1), schemaVersion: version === null ? null : String(version) };
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      throw new InspectorError('bad-projection', `${this.info.name} cannot upcast event #${ordinal}: ${placed(error)}`);
    } finally {
      sandbox.close();
    }
  }

  read(log: ReadableLog, ordinals: ArrayLike<Ordinal>): string[] {
    return sandboxEvents(this.#code.kind, log, ordinals);
  }

  async initialState(): Promise<FoldState> {
    return this.#initial;
  }

  async begin(state: FoldState | null): Promise<FoldRun> {
    const sandbox = await this.#open();
    try {
      sandbox.call('load', state?.text ?? '');
    } catch (error) {
      sandbox.close();
      throw this.#unable(error);
    }
    return new SandboxRun(sandbox);
  }
}
