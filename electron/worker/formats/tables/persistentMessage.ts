// pure. The protobuf in which Akka and Pekko wrap an event (MessageFormats.proto: PersistentMessage 1 payload, 12
// manifest, 14 timestamp; PersistentPayload 1 serializerId, 2 payload, 3 payloadManifest), as legacy journals and
// snapshots keep it. Wire format: https://protobuf.dev/programming-guides/encoding.

export interface PersistentMessage {
  readonly serializerId: number;
  readonly payload: Buffer;
  /** What the serializer says of the payload, mostly the class; '' for nothing. */
  readonly manifest: string;
  /** Milliseconds since 1970; 0 where none was recorded. */
  readonly timestampMs: number;
}

/** `null` for bytes that are no such message. */
export function readPersistentMessage(bytes: Buffer): PersistentMessage | null {
  const outer = fieldsOf(bytes);
  const inner = outer?.get(1);
  const wrapped = Buffer.isBuffer(inner) ? fieldsOf(inner) : null;
  const payload = wrapped?.get(2);
  const serializerId = wrapped?.get(1);
  if (!outer || !wrapped || !Buffer.isBuffer(payload) || typeof serializerId !== 'bigint') return null;
  const manifest = wrapped.get(3) ?? outer.get(12);
  const zigzag = outer.get(14);
  return {
    serializerId: Number(serializerId),
    payload,
    manifest: Buffer.isBuffer(manifest) ? manifest.toString() : '',
    timestampMs: typeof zigzag === 'bigint' ? Number((zigzag >> 1n) ^ -(zigzag & 1n)) : 0,
  };
}

/** The last value of each field: integers, or the bytes of what has a length; `null` for what is no protobuf. */
function fieldsOf(bytes: Buffer): Map<number, bigint | Buffer> | null {
  const fields = new Map<number, bigint | Buffer>();
  let at = 0;
  const varint = (): bigint | null => {
    let value = 0n;
    for (let shift = 0n; shift < 70n && at < bytes.length; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return null;
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag === null) return null;
    const field = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (wire === 0) {
      const value = varint();
      if (value === null) return null;
      fields.set(field, value);
    } else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4;
    else if (wire === 2) {
      const length = varint();
      if (length === null || length > BigInt(bytes.length - at)) return null;
      fields.set(field, bytes.subarray(at, at + Number(length)));
      at += Number(length);
    } else return null;
  }
  return at === bytes.length ? fields : null;
}
