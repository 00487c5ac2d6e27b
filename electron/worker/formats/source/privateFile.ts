import { type FileHandle, open } from 'node:fs/promises';
import { InspectorError } from '../../../../shared/protocol/errors.ts';

/** A new file in the private folder that only this user may read. */
export interface PrivateFile {
  readonly path: string;
  readonly bytes: number;
  write(block: Uint8Array): Promise<void>;
  /** Removes all behind so many bytes. */
  cutTo(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** Makes a file for a private copy. Writing throws `limit-exceeded` when the disk is full. */
export async function createPrivateFile(path: string): Promise<PrivateFile> {
  const file: FileHandle = await open(path, 'w', 0o600);
  let bytes = 0;
  return {
    path,
    get bytes() {
      return bytes;
    },
    async write(block) {
      try {
        for (let done = 0; done < block.length; ) {
          done += (await file.write(block, done, block.length - done, bytes + done)).bytesWritten;
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        throw new InspectorError('limit-exceeded', 'There is no room left in the folder for temporary files.', {
          advice: 'Free some space, or set TMPDIR to a folder on a larger disk.',
        });
      }
      bytes += block.length;
    },
    async cutTo(length) {
      await file.truncate(length);
      bytes = length;
    },
    close: () => file.close(),
  };
}
