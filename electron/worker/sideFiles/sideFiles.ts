import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatBytes } from '../../../shared/format.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';
import { dataFolder, thisMachine } from '../userFolders.ts';

/** What a person may say of a store; each is a file of its own, whose shape belongs to whoever reads it. */
export type SideFileKind = 'bookmarks' | 'branches' | 'encodings' | 'explained' | 'mapping' | 'schema';

/** Written by hand, so never near this. */
const MOST_BYTES = 64 << 20;

/**
 * What a person has said of their stores: small JSON documents in the user's data folder, never beside a store,
 * `<folder>/<fingerprint>/<kind>.json`. They outlive an update of the program and the removal of kept indexes.
 */
export class SideFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Those of whoever runs this process. */
  static ofUser(): SideFiles {
    return new SideFiles(dataFolder(thisMachine()));
  }

  /** What was written last; `null` when nothing was. Throws `unreadable` when the file is no JSON any more. */
  read(fingerprint: string, kind: SideFileKind): unknown {
    const path = this.#pathOf(fingerprint, kind);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw unreadable(path, (error as Error).message);
    }
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw unreadable(path, 'it is not JSON');
    }
  }

  /**
   * Takes the place of what was there, in one step: whoever is killed meanwhile leaves the old or the new. `null`
   * removes it. Throws `limit-exceeded`, and `unreadable` when it cannot be written.
   */
  write(fingerprint: string, kind: SideFileKind, value: unknown): void {
    const path = this.#pathOf(fingerprint, kind);
    const text = `${JSON.stringify(value, null, 2)}\n`;
    if (text.length > MOST_BYTES) {
      throw new InspectorError('limit-exceeded', `This would take more than ${formatBytes(MOST_BYTES)} to keep.`);
    }
    try {
      if (value === null) rmSync(path, { force: true });
      else replace(path, text);
    } catch (error) {
      throw new InspectorError('unreadable', `"${path}" could not be written: ${(error as Error).message}.`);
    }
  }

  #pathOf(fingerprint: string, kind: SideFileKind): string {
    return join(this.#folder, fingerprint, `${kind}.json`);
  }
}

const unreadable = (path: string, reason: string): InspectorError =>
  new InspectorError('unreadable', `What was kept in "${path}" cannot be read: ${reason}.`, {
    advice: 'Correct the file, or remove it to begin anew.',
  });

function replace(path: string, text: string): void {
  // Names of streams are the person's own business: nobody else may read them here.
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
