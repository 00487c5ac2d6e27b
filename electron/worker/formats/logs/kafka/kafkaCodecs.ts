import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { isPackingError } from '../../source/packing.ts';
import { unpackLz4Frame } from './lz4.ts';
import { unpackSnappy } from './snappy.ts';

/** The names of a batch's codecs, by their number. */
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/** No batch unpacks to more. */
const LARGEST = 256 * 1024 * 1024;
/** Bytes that may be read behind the end. */
const SPARE = 16;

/** Records unpacked, with room behind them for whoever reads several bytes at once; or why they cannot be, as a clause. */
export function unpackRecords(codec: number, packed: Buffer): Buffer | string {
  const name = codecs[codec];
  if (name === undefined) return `codec ${codec} is not known`;
  try {
    const records = unpack(name, packed);
    const roomy = Buffer.allocUnsafe(records.length + SPARE);
    records.copy(roomy);
    return roomy.subarray(0, records.length);
  } catch (error) {
    if (!(error instanceof RangeError) && !isPackingError(error)) throw error;
    return `their ${name} data cannot be unpacked (${error.message})`;
  }
}

function unpack(codec: (typeof codecs)[number], packed: Buffer): Buffer {
  if (codec === 'gzip') return gunzipSync(packed, { maxOutputLength: LARGEST });
  if (codec === 'snappy') return unpackSnappy(packed, LARGEST);
  if (codec === 'lz4') return unpackLz4Frame(packed, LARGEST);
  return codec === 'zstd' ? zstdDecompressSync(packed, { maxOutputLength: LARGEST }) : packed;
}
