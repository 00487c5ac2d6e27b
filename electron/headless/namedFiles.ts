import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { formatBytes } from '../../shared/format.ts';
import { InspectorError } from '../../shared/protocol/errors.ts';
import { wouldWriteTo } from '../paths/sameFile.ts';
import type { CommandContext } from './command.ts';
import { usage } from './output.ts';

// Files that options name beside the store: what is read of them, and what `--out` writes.

const STANDARD_INPUT = 0;

/** What the file holds; `what` names it for a person. Throws `not-found` when it cannot be read. */
export async function readNamed(what: string, path: string): Promise<Buffer> {
  return contentOf(what, path, () => readFile(path));
}

/** Its text; `-` is standard input. Throws `not-found` when it cannot be read. */
export async function readNamedText(what: string, path: string): Promise<string> {
  const content = await contentOf(what, path, () => (path === '-' ? readFileSync(STANDARD_INPUT) : readFile(path)));
  return content.toString();
}

async function contentOf(what: string, path: string, read: () => Buffer | Promise<Buffer>): Promise<Buffer> {
  try {
    return await read();
  } catch (error) {
    throw new InspectorError('not-found', `The ${what} "${path}" cannot be read: ${(error as Error).message}.`);
  }
}

/**
 * The file that `--out` names; `null` for standard output. Throws `bad-request` where it is the store or lies in it.
 */
export function outFile({ options, stores }: CommandContext): string | null {
  const out = options.text('out');
  if (out === null || out === '-') return null;
  if (stores.some((path) => wouldWriteTo(path, out))) {
    throw usage('--out names the store itself, which is never written to.');
  }
  return out;
}

/** Writes the file; the number of its bytes. Throws `unreadable` when that cannot be done. */
export async function writeOut(out: string, text: string): Promise<number> {
  const bytes = Buffer.from(text);
  try {
    await writeFile(out, bytes);
  } catch (error) {
    throw new InspectorError('unreadable', `"${out}" cannot be written: ${(error as Error).message}.`);
  }
  return bytes.length;
}

/** Writes the file and says so. */
export async function saveOut({ output }: CommandContext, out: string, text: string): Promise<void> {
  const bytes = await writeOut(out, text);
  if (output.json) output.document({ file: out, bytes });
  else output.lines([`${out}: ${formatBytes(bytes)}`]);
}
