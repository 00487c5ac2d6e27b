import { writeFile } from 'node:fs/promises';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { wouldWriteTo } from '../paths/sameFile.ts';
import { usage } from './output.ts';

/** Refuses an `--out` that is the store or lies in it. Throws `bad-request`. */
export function mustNotBeStore(out: string, stores: readonly string[]): void {
  if (stores.some((path) => wouldWriteTo(path, out)))
    throw usage('--out names the store itself, which is never written to.');
}

/** Writes what `--out` asked for; the number of its bytes. Throws `unreadable` when that cannot be done. */
export async function saveOut(out: string, text: string): Promise<number> {
  const bytes = Buffer.from(text);
  try {
    await writeFile(out, bytes);
  } catch (error) {
    throw new InspectorError('unreadable', `"${out}" cannot be written: ${(error as Error).message}`);
  }
  return bytes.length;
}
