import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ScanContext } from './format.ts';

export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** The encoding of text from its byte order mark, or from where the zero bytes of its first ASCII characters stand. */
export function sniffTextEncoding(start: Uint8Array): TextEncoding {
  const [a, b, c, d] = start;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8-bom';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'utf-16be';
  return 'utf-8';
}

/** Writes UTF-16 text as UTF-8 without a byte order mark; halves of surrogate pairs become U+FFFD. */
export async function transcodeInto(
  path: string,
  target: string,
  encoding: 'utf-16le' | 'utf-16be',
  context: ScanContext,
): Promise<void> {
  const decoder = new TextDecoder(encoding);
  const out = await open(target, 'w', 0o600);
  let done = 0;
  try {
    for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) {
      const bytes = block as Buffer;
      await out.writeFile(decoder.decode(bytes, { stream: true }));
      done += bytes.length;
      await context.breathe({ phase: 'read', done, unit: 'bytes' });
      context.signal.throwIfAborted();
    }
    await out.writeFile(decoder.decode());
  } finally {
    await out.close();
  }
}
