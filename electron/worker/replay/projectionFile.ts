import { transform } from 'sucrase';
import { DEEPEST, deeperThan } from '../../../shared/jsonDepth.ts';
import type { Ordinal } from '../../../shared/model/event.ts';
import type { ReducerInfo } from '../../../shared/model/state.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { categoryOf } from '../eventIndex/envelope.ts';
import type { ReadableLog } from '../eventIndex/readableLog.ts';
import {
  type BatchOutcome,
  type FoldRun,
  FoldState,
  type KeyRun,
  type Partitioning,
  type Reducer,
  type Restart,
} from './reducer.ts';
import { type Description, type Sandbox, type SandboxCode, SandboxEngine, SandboxError } from './sandbox.ts';
import { fieldCount, sandboxEvents } from './sandboxEvent.ts';

/** One text handed into the sandbox holds at most about this many characters. */
const CROSSING_CHARACTERS = 4_000_000;

/**
 * A reducer from the text of a projection file. Two conventions are recognised by content: an ES module that exports
 * `initialState` and `evolve`, and a KurrentDB projection that calls `fromAll()` or its like. Types are stripped from
 * names that end in `.ts`, lines stay where they are. Throws InspectorError `bad-projection` with line and column.
 */
export async function loadProjection(name: string, source: string, engine = new SandboxEngine()): Promise<Reducer> {
  const code = { source: plainJavaScript(name, source), kind: conventionOf(name, source) };
  try {
    const sandbox = await engine.open(code);
    try {
      const initial = FoldState.ofText(sandbox.call('initial', ''));
      return new Projection(name, code, sandbox.description, initial, engine);
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
  readonly width: number;
  readonly #code: SandboxCode;
  readonly #source: Description['source'];
  readonly #initial: FoldState;
  readonly #engine: SandboxEngine;

  constructor(name: string, code: SandboxCode, description: Description, initial: FoldState, engine: SandboxEngine) {
    const { kind, partitioning, upcasters, source } = description;
    this.#code = code;
    this.#source = source;
    this.#initial = initial;
    this.#engine = engine;
    this.info = { id: name, name, kind, partitioning, upcasters };
    this.readsAll = source.kind === 'all';
    this.width = fieldCount[code.kind];
    this.partitioning =
      partitioning === 'key'
        ? { kind: 'key', begin: async () => new SandboxKeyRun(await this.#open(), this.width) }
        : { kind: partitioning };
  }

  reads(streamId: string): boolean {
    const { kind, names } = this.#source;
    if (kind === 'all') return true;
    return names.includes(kind === 'stream' ? streamId : categoryOf(streamId));
  }

  async #open(): Promise<Sandbox> {
    try {
      return await this.#engine.open(this.#code);
    } catch (error) {
      throw this.#unable(error);
    }
  }

  /** What goes wrong before the first event: it did load once, so it depends on more than it is given. */
  #unable(error: unknown): unknown {
    if (!(error instanceof SandboxError)) return error;
    return badProjection(this.info.name, error.message, error.line, error.column);
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
    return new SandboxRun(sandbox, this.width);
  }
}

class SandboxRun implements FoldRun {
  readonly #sandbox: Sandbox;
  readonly #width: number;

  constructor(sandbox: Sandbox, width: number) {
    this.#sandbox = sandbox;
    this.#width = width;
  }

  fold(texts: readonly (string | null)[], wanted: readonly number[], restarts: readonly Restart[] = []): BatchOutcome {
    const states: FoldState[] = [];
    for (const { from, to, fields } of crossings(texts, this.#width)) {
      const here = wanted.filter((index) => index >= from && index < to).map((index) => index - from);
      const loads = restarts
        .filter(({ index }) => index >= from && index < to)
        .map(({ index, state }) => `${index - from},${state === null ? '0,0' : `1,${state.text}`}`);
      const text = `{"wanted":[${here.join(',')}],"loads":[${loads.join(',')}],"fields":[${fields}]}`;
      try {
        let at = 0;
        let answer = splitStates(this.#sandbox.call('fold', text));
        for (;;) {
          for (const state of answer.states) {
            if (deeperThan(state.text, DEEPEST)) {
              return { states, failure: { index: from + here[at]!, message: tooDeep } };
            }
            states.push(state);
            at++;
          }
          if (answer.done) break;
          answer = splitStates(this.#sandbox.call('more', ''));
        }
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        return { states, failure: { index: placeIn(error, from, to), message: placed(error) } };
      }
    }
    return { states, failure: null };
  }

  close(): void {
    this.#sandbox.close();
  }
}

class SandboxKeyRun implements KeyRun {
  readonly #sandbox: Sandbox;
  readonly #width: number;

  constructor(sandbox: Sandbox, width: number) {
    this.#sandbox = sandbox;
    this.#width = width;
  }

  keys(texts: readonly (string | null)[]): ReturnType<KeyRun['keys']> {
    const keys: (string | null)[] = [];
    for (const { from, to, fields } of crossings(texts, this.#width)) {
      try {
        const found = this.#sandbox.call('keys', `[${fields}]`);
        keys.push(...(JSON.parse(found) as (string | null)[]));
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        return { keys, failure: { index: placeIn(error, from, to), message: placed(error) } };
      }
    }
    return { keys, failure: null };
  }

  close(): void {
    this.#sandbox.close();
  }
}

const tooDeep = `The state is nested deeper than ${DEEPEST.toLocaleString('en')} levels.`;

/** Index in the batch of the event that failed; -1 when the sandbox could not say which of several it was. */
const placeIn = (error: SandboxError, from: number, to: number): number => {
  if (error.index >= 0) return from + error.index;
  return to - from === 1 ? from : -1;
};

const placed = (error: SandboxError): string =>
  error.line === null ? error.message : `${error.message} (line ${error.line})`;

/** Cuts a batch, between events, so that no text handed over is much larger than `CROSSING_CHARACTERS`. */
function* crossings(
  texts: readonly (string | null)[],
  width: number,
): Generator<{ from: number; to: number; fields: string }> {
  const fieldsOf = (from: number, to: number): string =>
    (from === 0 && to * width === texts.length ? texts : texts.slice(from * width, to * width)).join(',');
  const events = texts.length / width;
  let from = 0;
  let characters = 0;
  for (let i = 0; i < events; i++) {
    let length = 0;
    for (let k = i * width; k < (i + 1) * width; k++) length += texts[k]?.length ?? 0;
    if (i > from && characters + length > CROSSING_CHARACTERS) {
      yield { from, to: i, fields: fieldsOf(from, i) };
      from = i;
      characters = 0;
    }
    characters += length;
  }
  if (from < events) yield { from, to: events, fields: fieldsOf(from, events) };
}

/** The harness's answer: `[1 or 0, length …]` as JSON, a line feed, the states one behind the other. */
function splitStates(answer: string): { done: boolean; states: FoldState[] } {
  const start = answer.indexOf('\n') + 1;
  const [done, ...lengths] = JSON.parse(answer.slice(0, start)) as number[];
  let at = start;
  const states = lengths.map((length) => {
    at += length;
    return FoldState.ofText(answer.slice(at - length, at));
  });
  return { done: done === 1, states };
}
