import { scannerCode } from './scannerCode.ts';

/** As far as it is used here: its types come with those of a page only. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** Compiled once per thread. */
let compiled: object | undefined;

/** A new instance of the module that assembly/ is compiled to: what it exports, with a memory of its own. */
export function scannerInstance(): unknown {
  compiled ??= new WebAssembly.Module(Buffer.from(scannerCode, 'base64'));
  return new WebAssembly.Instance(compiled, { env: { abort } }).exports;
}

function abort(): never {
  throw new Error('The line scanner ran out of memory.');
}
