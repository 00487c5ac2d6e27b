import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file of the cache folder: into a part of its own, then with everything on disk under its name, in one step.
 * Whoever is killed meanwhile leaves the old file or the new one. When it throws, the part is gone again.
 */
export async function replaceFile(path: string, blocks: AsyncIterable<Uint8Array>): Promise<void> {
  // Names of streams and states are the person's own business: nobody else may read them here.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = path.replace(/[^.]*$/, `${process.pid}-${randomBytes(4).toString('hex')}.part`);
  // O_EXCL: never through a link that somebody else has put there.
  const file = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    try {
      for await (const block of blocks) await writeAll(file, block);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** A write may take less than it was given. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
}
