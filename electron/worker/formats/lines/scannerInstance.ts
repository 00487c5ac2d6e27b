import { WasmModule } from '../wasmModule.ts';
import { scannerCode } from './scannerCode.ts';

const scanner = new WasmModule('line scanner', scannerCode);

/** What assembly/ is compiled to, to be handed to another thread. */
export const scannerModule = (): object => scanner.compiled;

/** Takes over what `scannerModule` answered in another thread. */
export const adoptScannerModule = (module: object): void => scanner.adopt(module);

/** A new instance of the module: what it exports, with a memory of its own. */
export const scannerInstance = (): unknown => scanner.instance();
