// Vitest's global setup: tests import what is compiled, wherever they are started from.
export { compileScanner as default } from './compileScanner.ts';
