import type { ScanContext } from '../../electron/worker/formats/format.ts';

/** A context that never cancels and never waits. */
export const scanContext = (): ScanContext => ({ signal: new AbortController().signal, breathe: () => undefined });
