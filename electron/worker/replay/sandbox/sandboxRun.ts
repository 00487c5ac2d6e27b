import { DEEPEST, deeperThan } from '../../../../shared/jsonDepth.ts';
import type { BatchFailure, BatchOutcome, FoldRun, FoldState, KeyRun, Printed, Restart } from '../reducer.ts';
import { type Sandbox, SandboxError } from './sandbox.ts';
import { crossings, splitStates } from './sandboxTexts.ts';

// Runs of a projection within the sandbox. `sandboxHarness.ts` is the other side.

/** Folds batches of one reducer in a sandbox of its own, which holds the state between them. */
export class SandboxRun implements FoldRun {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  fold(texts: readonly (string | null)[], wanted: readonly number[], restarts: readonly Restart[] = []): BatchOutcome {
    const states: FoldState[] = [];
    for (const { from, to, fields } of crossings(texts)) {
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
        return { states, failure: failureOf(error, from, to) };
      }
    }
    return { states, failure: null };
  }

  trace(texts: readonly (string | null)[]): BatchOutcome & { printed: Printed[]; unkept: number } {
    const printed: Printed[] = [];
    let unkept = 0;
    let failure: BatchFailure | null = null;
    this.#sandbox.call('listen', '');
    for (const { from, to, fields } of crossings(texts)) {
      try {
        this.#sandbox.call('fold', `{"wanted":[],"loads":[],"fields":[${fields}]}`);
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        failure = failureOf(error, from, to);
      }
      const heard = this.#heard();
      for (const [index, text] of heard.lines) printed.push({ index: from + index, text });
      unkept += heard.unkept;
      if (failure !== null) break;
    }
    return { states: [], failure, printed, unkept };
  }

  /** Nothing where the failure before broke the sandbox itself. */
  #heard(): { readonly lines: readonly [number, string][]; readonly unkept: number } {
    try {
      return JSON.parse(this.#sandbox.call('heard', ''));
    } catch (error) {
      if (error instanceof SandboxError) return { lines: [], unkept: 0 };
      throw error;
    }
  }

  close(): void {
    this.#sandbox.close();
  }
}

/** Asks `partitionBy` for the keys of events. */
export class SandboxKeyRun implements KeyRun {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  keys(texts: readonly (string | null)[]): ReturnType<KeyRun['keys']> {
    const keys: (string | null)[] = [];
    for (const { from, to, fields } of crossings(texts)) {
      try {
        const found = this.#sandbox.call('keys', `[${fields}]`);
        keys.push(...(JSON.parse(found) as (string | null)[]));
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        return { keys, failure: failureOf(error, from, to) };
      }
    }
    return { keys, failure: null };
  }

  close(): void {
    this.#sandbox.close();
  }
}

const tooDeep = `The state is nested deeper than ${DEEPEST.toLocaleString('en')} levels.`;

const failureOf = (error: SandboxError, from: number, to: number): BatchFailure => ({
  index: placeIn(error, from, to),
  message: placed(error),
  ...(error.line !== null && { line: error.line }),
  ...(error.line !== null && error.column !== null && { column: error.column }),
});

/** Index in the batch of the event that failed; -1 when the sandbox could not say which of several it was. */
const placeIn = (error: SandboxError, from: number, to: number): number => {
  if (error.index >= 0) return from + error.index;
  return to - from === 1 ? from : -1;
};

/** What went wrong, and in which line of the code. */
export const placed = (error: SandboxError): string =>
  error.line === null ? error.message : `${error.message} (line ${error.line})`;
