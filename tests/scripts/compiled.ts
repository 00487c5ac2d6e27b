// Vitest's global setup: tests import what is compiled, wherever they are started from.
export { compileScanners as default } from './compileScanners.ts';
