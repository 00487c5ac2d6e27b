import { InspectorError } from '../../../../shared/protocol/errors.ts';

/** Packings that are recognised, to say so, and not read. */
const foreign: readonly { readonly name: string; readonly at: number; readonly magic: string; readonly how: string }[] =
  [
    { name: 'a 7z archive', at: 0, magic: '377abcaf271c', how: '7z x' },
    { name: 'a RAR archive', at: 0, magic: '526172211a07', how: 'unrar x' },
    { name: 'packed with xz', at: 0, magic: 'fd377a585a00', how: 'xz -d' },
    { name: 'packed with bzip2', at: 4, magic: '314159265359', how: 'bunzip2' },
    { name: 'packed with lz4', at: 0, magic: '04224d18', how: 'lz4 -d' },
    {
      name: 'a dump of pg_dump in its own format',
      at: 0,
      magic: '5047444d50',
      how: 'pg_restore --data-only -f dump.sql',
    },
    { name: 'a tar archive', at: 257, magic: '757374617200', how: 'tar -xf' },
    { name: 'a tar archive', at: 257, magic: '7573746172202000', how: 'tar -xf' },
  ];

/** Throws `not-a-store` where the content is packed in a way that is not read here; `name` is the file's. */
export function refuseForeignPacking(start: Buffer, name: string): void {
  const found = foreign.find(({ at, magic }) => start.toString('hex', at, at + magic.length / 2) === magic);
  if (!found) return;
  throw new InspectorError('not-a-store', `"${name}" is ${found.name}, which is not unpacked here.`, {
    rejections: [],
    advice: `Unpack it (${found.how}) and open what comes out: a file, or the folder. gzip, zstd and zip are unpacked here.`,
  });
}

/** Throws `not-a-store` for an archive in an archive. */
export function refuseNested(what: string, name: string): never {
  throw new InspectorError('not-a-store', `"${name}" holds ${what} once more: it is packed twice.`, {
    rejections: [],
    advice: 'Unpack the outer one and open what comes out.',
  });
}
