import { FOOT_BYTES, type KeptHead } from '../../electron/worker/keptIndex/layout.ts';

/** The head of a kept index, and where it begins: behind the last section. */
export function headOf(file: Buffer): { readonly head: KeptHead; readonly at: number } {
  const end = file.length - FOOT_BYTES;
  const at = end - file.readUInt32LE(file.length - 8);
  return { head: JSON.parse(file.toString('utf8', at, end)) as KeptHead, at };
}

/** The same file with one bit of a section changed. */
export function withDamage(file: Buffer, section: string): Buffer {
  let at = 0;
  for (const { name, bytes } of headOf(file).head.sections) {
    if (name === section) {
      const damaged = Buffer.from(file);
      damaged[at + (bytes >> 1)]! ^= 4;
      return damaged;
    }
    at += bytes;
  }
  throw new Error(`There is no section ${section}.`);
}
