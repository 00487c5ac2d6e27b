import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw, type InflateRaw } from 'node:zlib';
import { entryName } from './entryName.ts';
import { type UnzippedFiles, unknownMethod } from './unzippedFiles.ts';

const LOCAL_HEADER = 0x04034b50;
const HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

interface LocalHeader {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** 0 where it was not known when the header was written: then it stands behind the content. */
  readonly crc: number;
  readonly packedBytes: number;
  readonly contentAt: number;
}

/**
 * Reads an archive whose directory, at its end, is missing: entry after entry, by the header before each, up to the
 * first that does not follow the one before. The missing directory is a problem.
 */
export async function salvageZip(path: string, unpacked: UnzippedFiles): Promise<void> {
  unpacked.problem('the end of the archive', 'The archive is cut off or damaged; what comes before was read.');
  for (let at = 0; ; ) {
    const header = await readLocalHeader(path, at);
    if (header === null) return;
    const { name, method, contentAt, packedBytes } = header;
    if (header.isEncrypted) return unpacked.problem(name, 'It is encrypted.');
    if (method !== DEFLATED && (method !== STORED || packedBytes === 0)) {
      if (!name.endsWith('/')) return unpacked.problem(name, unknownMethod(method));
      at = contentAt;
      continue;
    }
    const isRight = (checksum: number): boolean => header.crc === 0 || checksum === header.crc;
    if (method === STORED) {
      await unpacked.take(
        name,
        createReadStream(path, { start: contentAt, end: contentAt + packedBytes - 1 }),
        isRight,
      );
      at = contentAt + packedBytes;
      continue;
    }
    const inflating = createInflateRaw();
    await unpacked.take(name, inflated(path, contentAt, inflating), isRight);
    at = await behindDescriptor(path, contentAt + inflating.bytesWritten);
  }
}

function inflated(path: string, start: number, inflating: InflateRaw): Readable {
  const input = createReadStream(path, { start });
  input.once('error', (error) => inflating.destroy(error));
  inflating.once('close', () => input.destroy());
  return input.pipe(inflating);
}

async function readLocalHeader(path: string, at: number): Promise<LocalHeader | null> {
  const header = await bytesAt(path, at, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_HEADER) return null;
  const flags = header.readUInt16LE(6);
  const nameLength = header.readUInt16LE(26);
  const name = await bytesAt(path, at + HEADER_BYTES, nameLength);
  return {
    name: entryName(name.toString()),
    method: header.readUInt16LE(8),
    isEncrypted: (flags & 1) !== 0,
    crc: header.readUInt32LE(14),
    packedBytes: header.readUInt32LE(18),
    contentAt: at + HEADER_BYTES + nameLength + header.readUInt16LE(28),
  };
}

/** Where the next header begins: sizes that were not known before the content may stand between. */
async function behindDescriptor(path: string, at: number): Promise<number> {
  const next = await bytesAt(path, at, 32);
  // Without and with its signature, of 32-bit and of 64-bit sizes.
  const skipped = [0, 12, 16, 20, 24].find(
    (bytes) => next.length >= bytes + 4 && next.readUInt32LE(bytes) === LOCAL_HEADER,
  );
  return at + (skipped ?? 0);
}

async function bytesAt(path: string, at: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
