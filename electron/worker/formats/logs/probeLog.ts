import type { ProbeResult, StoreHead } from '../format.ts';

/** The first bytes of a file; why a log does not begin with them, as a sentence, or `null` where it does. */
export type StartTest = (start: Buffer) => string | null;

/**
 * Whether a file begins like a file of a log; whether any of a folder does. `refuseFolder` says why a folder whose
 * files do cannot be one store.
 */
export function probeLog(
  head: StoreHead,
  whyNot: StartTest,
  refuseFolder: (head: StoreHead) => string | null = () => null,
): ProbeResult {
  const reason = head.starts === undefined ? whyNot(bufferOf(head.bytes)) : whyNoFile(head.starts, whyNot);
  const refused = reason === null && head.starts !== undefined ? refuseFolder(head) : reason;
  return refused === null ? { match: true } : { match: false, reason: refused };
}

/** The longest reason is that of a test that looked furthest. */
function whyNoFile(starts: ReadonlyMap<string, Buffer>, whyNot: StartTest): string | null {
  let longest = '';
  for (const start of starts.values()) {
    const reason = whyNot(start);
    if (reason === null) return null;
    if (reason.length > longest.length) longest = reason;
  }
  return `None of its files is one. ${longest}`.trimEnd();
}

export const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
