import { scannerCode } from './scannerCode.ts';

/** As far as it is used here: its types come with those of a page only. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** Compiled once per process: threads take over what the first one has compiled. */
let compiled: object | undefined;

/** What assembly/ is compiled to, to be handed to another thread. */
export function scannerModule(): object {
  compiled ??= new WebAssembly.Module(Buffer.from(scannerCode, 'base64'));
  return compiled;
}

/** Takes over what `scannerModule` answered in another thread. */
export function adoptScannerModule(module: object): void {
  compiled = module;
}

/** A new instance of the module: what it exports, with a memory of its own. */
export const scannerInstance = (): unknown => new WebAssembly.Instance(scannerModule(), { env: { abort } }).exports;

function abort(): never {
  throw new Error('The line scanner ran out of memory.');
}
