import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { formatCount } from '../../../../shared/format.ts';
import type { RowProblem } from '../../../../shared/model/finding.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { UnpackBudget } from './limits.ts';
import { createPrivateFile } from './privateFile.ts';
import type { SourceFile } from './sourceFile.ts';
import type { Workspace } from './workspace.ts';

/** Takes what comes out of one archive. */
export class UnzippedFiles {
  readonly files: SourceFile[] = [];
  readonly problems: RowProblem[] = [];
  readonly #workspace: Workspace;
  readonly #budget: UnpackBudget;
  readonly #names = new Set<string>();

  constructor(workspace: Workspace, budget: UnpackBudget) {
    this.#workspace = workspace;
    this.#budget = budget;
  }

  /** Writes one entry's content into the private folder; damage ends it early and becomes a problem. */
  async take(name: string, content: Readable, isRight: (crc: number) => boolean): Promise<void> {
    const { context, limits } = this.#workspace;
    if (this.files.length >= limits.files) {
      throw new InspectorError('limit-exceeded', `The zip file holds more than ${formatCount(limits.files)} files.`, {
        advice: 'Unpack it and open the folder, or the files, that hold the events.',
      });
    }
    const target = await createPrivateFile(this.#workspace.privatePath('entry'));
    let damage: string | null = null;
    let checksum = 0;
    try {
      for await (const block of content) {
        const bytes = block as Buffer;
        await target.write(bytes);
        this.#budget.take(bytes.length);
        checksum = crc32(bytes, checksum);
        await context.breathe({ phase: 'read', done: this.#budget.unpacked, unit: 'bytes' });
        context.signal.throwIfAborted();
      }
      if (!isRight(checksum)) damage = 'its checksum is another';
    } catch (error) {
      if (error instanceof InspectorError || isSystemError(error)) throw error;
      context.signal.throwIfAborted();
      damage = (error as Error).message;
    } finally {
      content.destroy();
      await target.close();
    }
    if (damage !== null) {
      this.problem(
        name,
        `It is damaged or ends early (${damage}); ${formatCount(target.bytes)} bytes of it were read.`,
      );
    }
    if (target.bytes > 0 || damage === null) {
      this.files.push({ name: this.#ownName(name), path: target.path, bytes: target.bytes });
    }
  }

  problem(name: string, reason: string): void {
    this.problems.push({ place: name, reason, ordinal: null });
  }

  /** Two entries may have one name. */
  #ownName(name: string): string {
    let own = name;
    for (let i = 2; this.#names.has(own); i++) own = `${name} (${i})`;
    this.#names.add(own);
    return own;
  }
}

export const unknownMethod = (method: number): string =>
  `It is packed in a way that is not read here (method ${method}).`;

/** Whether the operating system refused something: that is no damage of the archive. */
export const isSystemError = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall !== undefined;
