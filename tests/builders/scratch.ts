import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { OpenedLog } from '../../electron/worker/openedLog.ts';
import type { Mapping } from '../../shared/model/mapping.ts';

export interface Scratch {
  readonly folder: string;
  /** Writes a file into the folder and answers its path. */
  write(name: string, content: string | Uint8Array): string;
}

/** A folder that goes when the tests of the file are over. */
export function scratchFolder(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

/** Opens a log that nobody watches or cancels. */
export const openLog = (path: string | readonly string[], mapping: Mapping | null = null): Promise<OpenedLog> =>
  OpenedLog.open(path, { signal: new AbortController().signal, report: () => {}, mapping });
