import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { RowProblem } from '../../../../shared/model/finding.ts';
import { toWire } from '../../../../shared/protocol/errors.ts';
import type { ScanContext } from '../format.ts';
import { UnpackBudget } from './limits.ts';
import type { Part } from './partPlaces.ts';
import { createPrivateFile, type PrivateFile } from './privateFile.ts';
import { readableFile } from './readableFile.ts';
import type { SourceFile } from './sourceFile.ts';
import type { Workspace } from './workspace.ts';

const LINE_BREAK = 0x0a;

export interface JoinedParts {
  readonly path: string;
  readonly parts: readonly Part[];
  readonly notes: readonly string[];
  readonly problems: readonly RowProblem[];
}

/**
 * Writes parts of one export behind each other into a private file, each line ending once. `header` is the first line
 * of every part, kept of the first alone. A part with the very content of one before it is left out and said; one that
 * cannot be unpacked is a problem.
 */
export async function joinParts(
  files: readonly SourceFile[],
  header: string | null,
  workspace: Workspace,
): Promise<JoinedParts> {
  const out = await createPrivateFile(workspace.privatePath('joined'));
  const notes: string[] = [];
  const problems: RowProblem[] = [];
  const parts: Part[] = [];
  const digests = new Map<string, string>();
  const packed: string[] = [];
  const packedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const budget = new UnpackBudget('The set of files', packedBytes, workspace.limits);
  const joining = new Joining(out, workspace.context, budget);
  try {
    for (const { name, path } of files) {
      let readPath: string;
      try {
        const readable = await readableFile(path, name, workspace);
        for (const { place, reason } of readable.problems) {
          problems.push({ place: `${name}, ${place}`, reason, ordinal: null });
        }
        readPath = readable.readPath;
      } catch (error) {
        workspace.context.signal.throwIfAborted();
        const { code, message } = toWire(error);
        if (code !== 'unreadable') throw error;
        problems.push({ place: name, reason: message, ordinal: null });
        continue;
      }
      const part = await joining.add(readPath, name, parts.length === 0 ? null : header);
      if (readPath !== path) {
        packed.push(name);
        await rm(readPath);
      }
      const same = digests.get(part.digest);
      if (same === undefined) parts.push(part);
      else {
        await joining.takeBack(part);
        notes.push(`${name} has the same content as ${same}; it is read once.`);
      }
      digests.set(part.digest, same ?? name);
    }
  } finally {
    await out.close();
  }
  if (packed.length > 0) {
    const what = packed.length === files.length ? 'All files' : `${packed.length} of the files`;
    notes.push(`${what} were unpacked, or turned into UTF-8; places in them refer to that form.`);
  }
  return { path: out.path, parts, notes, problems };
}

/** Appends files to one, and knows how many bytes and lines it has. */
class Joining {
  readonly #out: PrivateFile;
  readonly #context: ScanContext;
  readonly #budget: UnpackBudget;
  #lines = 0;

  constructor(out: PrivateFile, context: ScanContext, budget: UnpackBudget) {
    this.#out = out;
    this.#context = context;
    this.#budget = budget;
  }

  /** Appends the lines of a file, without a byte order mark, and without its first line where that is `header`. */
  async add(path: string, name: string, header: string | null): Promise<Part & { readonly digest: string }> {
    const context = this.#context;
    const from = this.#out.bytes;
    const lines = this.#lines;
    const hash = createHash('sha256');
    let skipped: { bytes: number; lines: number } | null = null;
    let last = LINE_BREAK;
    for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) {
      let bytes = block as Buffer;
      hash.update(bytes);
      if (skipped === null) {
        const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
        const headerBytes = header === null ? 0 : headerIn(bytes.subarray(mark), header);
        skipped = { bytes: mark + headerBytes, lines: headerBytes > 0 ? 1 : 0 };
        bytes = bytes.subarray(skipped.bytes);
      }
      if (bytes.length === 0) continue;
      await this.#write(bytes);
      last = bytes.at(-1)!;
      await context.breathe({ phase: 'read', done: this.#out.bytes, unit: 'bytes' });
      context.signal.throwIfAborted();
    }
    if (last !== LINE_BREAK) await this.#write(Buffer.of(LINE_BREAK));
    const { bytes = 0, lines: skippedLines = 0 } = skipped ?? {};
    return { name, from, lines, skippedBytes: bytes, skippedLines, digest: hash.digest('hex') };
  }

  /** Removes the part that was added last. */
  async takeBack({ from, lines }: Part): Promise<void> {
    await this.#out.cutTo(from);
    this.#lines = lines;
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#out.write(bytes);
    this.#budget.take(bytes.length);
    for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, at + 1)) this.#lines++;
  }
}

/** Bytes of the first line if it is the header, its line break included; else 0. */
function headerIn(start: Buffer, header: string): number {
  const end = start.indexOf(LINE_BREAK);
  const line = start.toString('utf8', 0, end < 0 ? start.length : end);
  if (line.trimEnd() !== header.trimEnd()) return 0;
  return end < 0 ? start.length : end + 1;
}
