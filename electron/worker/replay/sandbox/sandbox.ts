import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { nextTurn } from '../../turns/breathe.ts';
import { quickJs } from './quickJs.ts';
import { AUTHOR_FILE, harnessSource } from './sandboxHarness.ts';

const MEMORY_BYTES = 64 * 1024 * 1024;
/** More than this overflows the stack of the JavaScript engine outside, which QuickJS cannot catch. */
const STACK_BYTES = 128 * 1024;

export interface SandboxLimits {
  /** Time for one call into the sandbox, in milliseconds. */
  readonly callMs: number;
  readonly memoryBytes: number;
}

export const defaultLimits: SandboxLimits = { callMs: 2000, memoryBytes: MEMORY_BYTES };

/** For code that is still being written: a loop without end is met every other minute, and holds up the worker. */
export const draftLimits: SandboxLimits = { callMs: 400, memoryBytes: MEMORY_BYTES };

/** Projection code that threw, ran too long or wanted too much memory. */
export class SandboxError extends Error {
  /** Place in the author's file, from 1; `null` where it is not known. */
  readonly line: number | null;
  readonly column: number | null;
  /** Index in the batch of the event at hand; -1 before the first. */
  readonly index: number;

  constructor(message: string, place: { line: number | null; column: number | null }, index: number) {
    super(message);
    this.name = 'SandboxError';
    this.line = place.line;
    this.column = place.column;
    this.index = index;
  }
}

/** How the author's code is run: as an ES module with exports, or as a script that uses the KurrentDB words. */
export interface SandboxCode {
  readonly source: string;
  readonly kind: 'decider' | 'kurrent';
}

/** What a projection says of itself once loaded. */
export interface Description {
  readonly kind: 'decider' | 'kurrent';
  readonly partitioning: 'stream' | 'key' | 'single';
  readonly upcasters: readonly { readonly type: string; readonly from: readonly string[] }[];
  readonly source: { readonly kind: 'all' | 'category' | 'stream'; readonly names: readonly string[] };
}

/** The WebAssembly engine: loaded when first needed, and again after it broke. One per projection. */
export class SandboxEngine {
  #module: Promise<QuickJSWASMModule> | null = null;
  readonly limits: SandboxLimits;

  constructor(limits: SandboxLimits = defaultLimits) {
    this.limits = limits;
  }

  /**
   * A fresh world with the author's code in it: nothing that an earlier fold did to built-ins or to module variables is
   * seen. Gives way to messages between its steps: in an engine that is new some take 20 ms, for V8 compiles a function
   * when it is first called. Throws SandboxError when the code does not load.
   */
  async open(code: SandboxCode): Promise<OpenSandbox> {
    this.#module ??= newQuickJSWASMModuleFromVariant(quickJs);
    const module = await this.#module;
    await nextTurn();
    const sandbox = new Sandbox(module, this.limits, () => {
      this.#module = null;
    });
    await nextTurn();
    const description = sandbox.load(code);
    await nextTurn();
    return { sandbox, description };
  }
}

/** A world and what the projection in it says of itself. */
export interface OpenSandbox {
  readonly sandbox: Sandbox;
  readonly description: Description;
}

/**
 * Author's code in a world without files, network, clock and randomness. Strings in, strings out.
 *
 * QuickJS looks at the time limit between steps of the author's code, not inside one call of a built-in. Memory bounds
 * how long most of those can take; one over a list of billions of holes (`Array(1e9).indexOf(1)`) is not bounded:
 * there the watchdog of the host ends the worker (`shared/protocol/watchdog.ts`).
 */
export class Sandbox {
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #limits: SandboxLimits;
  readonly #onBroken: () => void;
  readonly #harness: QuickJSHandle;
  readonly #handles: QuickJSHandle[] = [];
  #deadline = 0;
  #closed = false;

  constructor(module: QuickJSWASMModule, limits: SandboxLimits, onBroken: () => void) {
    this.#limits = limits;
    this.#onBroken = onBroken;
    this.#runtime = module.newRuntime();
    this.#runtime.setMemoryLimit(limits.memoryBytes);
    this.#runtime.setMaxStackSize(STACK_BYTES);
    this.#runtime.setInterruptHandler(() => performance.now() > this.#deadline);
    this.#context = this.#runtime.newContext();
    try {
      this.#harness = this.#run(() => this.#context.evalCode(harnessSource, 'harness'));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Takes the author's code, once, and tells what it says of itself. Throws SandboxError, and is closed then. */
  load(code: SandboxCode): Description {
    try {
      return JSON.parse(this.#describe(code)) as Description;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #describe(code: SandboxCode): string {
    const context = this.#context;
    if (code.kind === 'kurrent') {
      const install = this.#evaluate('(harness) => { Object.assign(globalThis, harness.words); }');
      this.#run(() => context.callFunction(install, context.undefined, this.#harness));
      this.#run(() => context.evalCode(code.source, AUTHOR_FILE));
      const describe = this.#evaluate('(harness) => JSON.stringify(harness.kurrent())');
      return context.getString(this.#run(() => context.callFunction(describe, context.undefined, this.#harness)));
    }
    const exported = this.#run(() => context.evalCode(code.source, AUTHOR_FILE, { type: 'module' }));
    const describe = this.#evaluate(
      `(harness, exported) => {
        if (exported instanceof Promise) throw new TypeError('It must not wait (await) at its top level.');
        return JSON.stringify(harness.decider(exported));
      }`,
    );
    return context.getString(
      this.#run(() => context.callFunction(describe, context.undefined, this.#harness, exported)),
    );
  }

  #evaluate(source: string): QuickJSHandle {
    return this.#run(() => this.#context.evalCode(source, 'harness'));
  }

  /** Calls one of the harness's functions with a text. Throws SandboxError. */
  call(name: 'initial' | 'load' | 'fold' | 'more' | 'keys' | 'upcasted' | 'listen' | 'heard', text: string): string {
    if (this.#closed) throw new SandboxError('The sandbox is closed.', { line: null, column: null }, -1);
    const context = this.#context;
    const kept = this.#handles.length;
    try {
      const argument = context.newString(text);
      this.#handles.push(argument);
      const result = this.#run(() => context.callMethod(this.#harness, name, [argument]));
      const answer = context.getString(result);
      // QuickJS gives the empty text when it has no memory left to hand over the real one.
      if (answer === '' && name !== 'load') {
        throw new SandboxError(this.#words('InternalError', 'out of memory'), { line: null, column: null }, -1);
      }
      return answer;
    } catch (error) {
      throw error instanceof SandboxError ? error : this.#broken(error);
    } finally {
      if (!this.#closed) for (const handle of this.#handles.splice(kept)) handle.dispose();
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      for (const handle of this.#handles.reverse()) handle.dispose();
      this.#context.dispose();
      this.#runtime.dispose();
    } catch {
      this.#onBroken(); // Memory that QuickJS could not sort out is given back with the whole engine.
    }
  }

  /** Runs one step under the limits; its result lives until the call or the sandbox ends. */
  #run(step: () => ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    this.#deadline = performance.now() + this.#limits.callMs;
    let result: ReturnType<QuickJSContext['evalCode']>;
    try {
      result = step();
    } catch (error) {
      throw this.#broken(error);
    }
    if (!result.error) {
      this.#handles.push(result.value);
      return result.value;
    }
    // Reading the error may run the author's code again (a getter): grant it little.
    this.#deadline = performance.now() + Math.min(100, this.#limits.callMs);
    try {
      const thrown: unknown = this.#context.dump(result.error);
      result.error.dispose();
      return this.#fail(thrown);
    } catch (error) {
      throw error instanceof SandboxError ? error : this.#broken(error);
    }
  }

  #fail(thrown: unknown): never {
    const error = typeof thrown === 'object' && thrown !== null ? (thrown as Record<string, unknown>) : null;
    const name = typeof error?.name === 'string' ? error.name : '';
    const message = typeof error?.message === 'string' ? error.message : String(thrown);
    const stack = typeof error?.stack === 'string' ? error.stack : '';
    const place = new RegExp(`\\b${AUTHOR_FILE}:(\\d+)(?::(\\d+))?`).exec(stack);
    const line = place ? Number(place[1]) : error?.fileName === AUTHOR_FILE ? Number(error.lineNumber) : null;
    const column = place?.[2] === undefined ? null : Number(place[2]);
    throw new SandboxError(this.#words(name, message), { line, column }, this.#index());
  }

  #words(name: string, message: string): string {
    if (name === 'InternalError') {
      if (message === 'interrupted') return `It did not end within ${this.#limits.callMs / 1000} s and was stopped.`;
      if (message === 'out of memory') {
        return `It needs more memory than the ${Math.round(this.#limits.memoryBytes / 1024 / 1024)} MB it may have.`;
      }
      if (message === 'stack overflow') return 'It recurses too deeply (or the data is nested too deeply).';
    }
    if (message.startsWith('could not load module')) {
      return `It cannot import other files or packages (${message}): everything must stand in this one file.`;
    }
    return name === '' || name === 'Error' ? message.slice(0, 2000) : `${name}: ${message.slice(0, 2000)}`;
  }

  /** An error of the engine itself, e.g. its own stack: neither world nor engine can be used again. */
  #broken(error: unknown): SandboxError {
    this.#onBroken();
    this.#closed = true; // Not disposed: the engine would abort. Both are given back together.
    const deep = error instanceof RangeError;
    const text = deep
      ? 'It recurses too deeply (or the data is nested too deeply).'
      : `The sandbox broke: ${String(error)}`;
    return new SandboxError(text, { line: null, column: null }, -1);
  }

  #index(): number {
    try {
      const handle = this.#context.getProp(this.#harness, 'index');
      const index = this.#context.getNumber(handle);
      handle.dispose();
      return index;
    } catch {
      return -1; // No harness yet, or no memory left: the caller finds the event one by one.
    }
  }
}
