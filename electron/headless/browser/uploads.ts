import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatBytes } from '../../../shared/format.ts';
import { InspectorError } from '../../../shared/protocol/errors.ts';

/** All uploads of one host together. */
export const UPLOAD_LIMIT = 8_000_000_000;

export interface Upload {
  readonly path: string;
  /** Every path of the group so far, this one last. */
  readonly group: readonly [string, ...string[]];
}

export interface Uploads {
  /** Streams a request's body into `group`'s own folder, where the files of one group lie side by side. */
  take(group: string, name: string, request: IncomingMessage): Promise<Upload>;
  /** Removes everything that was uploaded. */
  dispose(): void;
}

/** A name that stays inside its folder on every system. Throws `bad-request`. */
export function safeFileName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is kept out.
  if (name === '' || name.length > 200 || /[/\\:\u0000-\u001f]/.test(name) || /^\.+$/.test(name)) {
    throw new InspectorError('bad-request', 'The file has a name that cannot be used here.');
  }
  return name;
}

/** Keeps uploads in a private folder of the system's temporary folder. */
export function createUploads(limit = UPLOAD_LIMIT): Uploads {
  let root: Promise<string> | null = null;
  let rootPath: string | null = null;
  let taken = 0;
  const groups = new Map<string, Upload['group']>();

  const tooMuch = (): InspectorError =>
    new InspectorError('limit-exceeded', `More than ${formatBytes(limit)} cannot be uploaded.`, {
      advice: 'Name the store on the command line instead: nothing is copied then.',
    });

  // The process id in the name lets a later start remove what a killed one left: see the worker's tempFolder.ts.
  const makeRoot = async (): Promise<string> => {
    rootPath = await mkdtemp(join(tmpdir(), `eventloupe-${process.pid}-`));
    process.once('exit', dispose);
    return rootPath;
  };

  const dispose = (): void => {
    process.off('exit', dispose);
    if (rootPath !== null) rmSync(rootPath, { recursive: true, force: true });
  };

  return {
    dispose,
    async take(group, name, request) {
      if (!/^[\w-]{8,64}$/.test(group)) throw new InspectorError('bad-request', 'An upload needs a group.');
      const file = safeFileName(name);
      if (taken + Number(request.headers['content-length'] ?? 0) > limit) throw tooMuch();
      root ??= makeRoot().catch((error: unknown) => {
        root = null; // The next upload tries again.
        throw error;
      });
      const folder = join(await root, group);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, file);
      const counter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          taken += chunk.length;
          if (taken > limit) done(tooMuch());
          else done(null, chunk);
        },
      });
      try {
        await pipeline(request, counter, createWriteStream(path, { mode: 0o600 }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      const [first, ...others] = groups.get(group)?.filter((other) => other !== path) ?? [];
      const paths: Upload['group'] = first === undefined ? [path] : [first, ...others, path];
      groups.set(group, paths);
      return { path, group: paths };
    },
  };
}
