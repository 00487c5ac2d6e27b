/**
 * The number of the schema in the header that serializers of a schema registry write: a zero and 32 bits. `null` for
 * none.
 */
export function registryHeader(bytes: Uint8Array): number | null {
  if (bytes[0] !== 0 || bytes.length < 5) return null;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
}

/** Its bytes. */
export const REGISTRY_HEADER = 5;
