import { crc32 } from 'node:zlib';
import type { PartitionKeys } from '../replay/partitions/keyedPartitions.ts';
import type { KeptReplay } from '../replay/reducerSnapshots.ts';
import type { KeptShelf } from '../replay/snapshots.ts';
import { nextTurn } from '../turns/breathe.ts';

// Snapshots of one reducer over one store, as a file, all numbers little-endian:
//
//   0    8 bytes   magic
//   8    u32       version of this layout and of what folding makes of the same events
//   12   u32       bytes of the head
//   16   head      JSON in UTF-8
//        u32 each  of every snapshot: its position, and the bytes of its state
//        states    JSON texts in UTF-8, in that order
//        keys      if there are any: where the name of each key ends (u32), the key of each event (i32), names (UTF-16)
//   end  u32       CRC-32 of all before

const MAGIC = Buffer.from('EVLSTATE', 'latin1');

/**
 * Goes up whenever this layout changes, or what a fold makes of the same events and code: the merge, what the sandbox
 * hands to a projection. Older files are then not used, and overwritten.
 */
const SNAPSHOTS_VERSION = 1;

const PREFIX_BYTES = 16;
/** Bytes that are checked, or made, in one go: a millisecond. */
const BLOCK = 1 << 20;

interface Head {
  /** What the snapshots belong to, as one text. Compared as a whole. */
  readonly identity: string;
  readonly shelves: readonly { readonly partition: string; readonly spacing: number; readonly count: number }[];
  /** Names, events that have one of them or none, and UTF-16 units of all names. */
  readonly keys: { readonly names: number; readonly events: number; readonly units: number } | null;
}

/** The bytes of a file of snapshots, block by block. Gives way after each. */
export async function* snapshotBlocks(identity: string, kept: KeptReplay): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for (const block of blocksOf(identity, kept)) {
    sum = crc32(block, sum);
    yield block;
    await nextTurn();
  }
  const end = Buffer.alloc(4);
  end.writeUInt32LE(sum);
  yield end;
}

function* blocksOf(identity: string, { shelves, keys }: KeptReplay): Generator<Uint8Array> {
  // Half a surrogate pair has no form in UTF-8: such a state is folded again.
  const writable = shelves.map((shelf) => ({
    ...shelf,
    snapshots: shelf.snapshots.filter(({ text }) => text.isWellFormed()),
  }));
  const all = writable.flatMap(({ snapshots }) => snapshots);
  const head: Head = {
    identity,
    shelves: writable.map(({ partition, spacing, snapshots }) => ({ partition, spacing, count: snapshots.length })),
    keys: keys && { names: keys.names.ends.length, events: keys.ofEvent.length, units: keys.names.text.length },
  };
  const json = Buffer.from(JSON.stringify(head));
  const start = Buffer.alloc(PREFIX_BYTES + json.length + 8 * all.length);
  MAGIC.copy(start);
  start.writeUInt32LE(SNAPSHOTS_VERSION, 8);
  start.writeUInt32LE(json.length, 12);
  json.copy(start, PREFIX_BYTES);
  all.forEach(({ position, text }, i) => {
    start.writeUInt32LE(position, PREFIX_BYTES + json.length + 8 * i);
    start.writeUInt32LE(Buffer.byteLength(text), PREFIX_BYTES + json.length + 8 * i + 4);
  });
  yield start;
  for (let from = 0; from < all.length; ) {
    let text = '';
    while (from < all.length && text.length < BLOCK) text += all[from++]!.text;
    yield Buffer.from(text);
  }
  if (keys === null) return;
  const { names, ofEvent } = keys;
  for (const array of [names.ends, ofEvent]) {
    const bytes = bytesOf(array);
    for (let from = 0; from < bytes.length; from += BLOCK) yield bytes.subarray(from, from + BLOCK);
  }
  for (let from = 0; from < names.text.length; from += BLOCK) {
    yield Buffer.from(names.text.slice(from, from + BLOCK), 'utf16le');
  }
}

/** What a file of snapshots holds; `null` for anything but a whole one of that very identity. Gives way now and then. */
export async function snapshotsOf(bytes: Buffer, identity: string): Promise<KeptReplay | null> {
  if (bytes.length < PREFIX_BYTES + 4 || !bytes.subarray(0, 8).equals(MAGIC)) return null;
  if (bytes.readUInt32LE(8) !== SNAPSHOTS_VERSION) return null;
  const end = bytes.length - 4;
  let sum = 0;
  for (let from = 0; from < end; from += BLOCK) {
    sum = crc32(bytes.subarray(from, Math.min(end, from + BLOCK)), sum);
    await nextTurn();
  }
  if (sum !== bytes.readUInt32LE(end)) return null;
  // All that follows was written by this code, so that it need not be doubted.
  const headEnd = PREFIX_BYTES + bytes.readUInt32LE(12);
  const head = JSON.parse(bytes.toString('utf8', PREFIX_BYTES, headEnd)) as Head;
  if (head.identity !== identity) return null;
  const statesFrom = headEnd + 8 * head.shelves.reduce((count, shelf) => count + shelf.count, 0);
  const shelves: KeptShelf[] = [];
  let row = headEnd;
  let at = statesFrom;
  let turnAt = at + BLOCK;
  for (const { partition, spacing, count } of head.shelves) {
    const snapshots: { position: number; text: string }[] = [];
    for (const last = row + 8 * count; row < last; row += 8) {
      const next = at + bytes.readUInt32LE(row + 4);
      snapshots.push({ position: bytes.readUInt32LE(row), text: bytes.toString('utf8', at, next) });
      at = next;
      if (at < turnAt) continue;
      turnAt = at + BLOCK;
      await nextTurn();
    }
    shelves.push({ partition, spacing, snapshots });
  }
  return { shelves, keys: head.keys && keysOf(bytes, at, head.keys) };
}

function keysOf(bytes: Buffer, from: number, { names, events, units }: NonNullable<Head['keys']>): PartitionKeys {
  const ends = new Uint32Array(names);
  const ofEvent = new Int32Array(events);
  let at = from;
  for (const array of [ends, ofEvent]) {
    bytesOf(array).set(bytes.subarray(at, at + array.byteLength));
    at += array.byteLength;
  }
  return { names: { text: bytes.toString('utf16le', at, at + 2 * units), ends }, ofEvent };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array | Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
