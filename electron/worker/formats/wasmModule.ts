/** As far as it is used here: its types come with those of a page only. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** A function that a module calls with addresses in its memory; they come signed. */
export type WasmImport = (...values: number[]) => unknown;

/** What AssemblyScript was compiled to. It is compiled for the machine once per process. */
export class WasmModule {
  readonly #name: string;
  readonly #code: string;
  #compiled: object | undefined;

  /** `code` as base64; `name` for people. */
  constructor(name: string, code: string) {
    this.#name = name;
    this.#code = code;
  }

  /** The compiled module, to be handed to another thread. */
  get compiled(): object {
    this.#compiled ??= new WebAssembly.Module(Buffer.from(this.#code, 'base64'));
    return this.#compiled;
  }

  /** Takes over what `compiled` was in another thread. */
  adopt(compiled: object): void {
    this.#compiled = compiled;
  }

  /** What a new instance exports, with a memory of its own. */
  instance(imports: Readonly<Record<string, WasmImport>> = {}): unknown {
    const abort = (): never => {
      throw new Error(`The ${this.#name} ran out of memory.`);
    };
    return new WebAssembly.Instance(this.compiled, { env: { ...imports, abort } }).exports;
  }
}
