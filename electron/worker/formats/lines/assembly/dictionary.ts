import { firstBytes, isSame } from './blocks';

/** Numbers by the bytes of a text, in the order in which the texts were first seen. Only added to, until it is cleared. */
@unmanaged
export class Dictionary {
  /**
   * Words: where the entry begins in the pool, in units of eight bytes, and above that the top bits of the hash; 0 for one
   * that is free. At most two thirds are taken: a small table stays in the nearer caches.
   */
  slots: usize;
  mask: u32;
  size: u32;
  /** Entries end to end from the eighth byte on: number, length, text, zeros until the next multiple of eight. */
  pool: usize;
  poolBytes: usize;
  poolEnd: usize;
}

const FIRST_SLOTS: u32 = 1024;
const FIRST_POOL: usize = 16384;
/** Bits of a slot for the place: a pool of 128 MiB. */
const PLACE_BITS: u32 = 24;
const PLACES: u32 = (1 << PLACE_BITS) - 1;
/** Before the first entry, so that no entry begins at 0. */
const HEAD: usize = 8;
/** Bytes that may be read behind the last text. */
const SPARE: usize = 32;

export function newDictionary(): Dictionary {
  const made = changetype<Dictionary>(heap.alloc(offsetof<Dictionary>()));
  made.slots = heap.alloc(<usize>FIRST_SLOTS * 4);
  made.mask = FIRST_SLOTS - 1;
  made.pool = heap.alloc(FIRST_POOL);
  made.poolBytes = FIRST_POOL;
  clear(made);
  return made;
}

export function clear(dictionary: Dictionary): void {
  memory.fill(dictionary.slots, 0, (<usize>dictionary.mask + 1) * 4);
  dictionary.size = 0;
  dictionary.poolEnd = HEAD;
}

/** The text's number, given now if it is new. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function numberOf(dictionary: Dictionary, from: usize, to: usize): u32 {
  return numberFrom(dictionary, hashOf(from, to), from, to);
}

function numberFrom(dictionary: Dictionary, hash: u32, from: usize, to: usize): u32 {
  const length = <u32>(to - from);
  const mask = dictionary.mask;
  let index = hash & mask;
  while (true) {
    const slot = load<u32>(dictionary.slots + ((<usize>index) << 2));
    if (slot == 0) return add(dictionary, hash, from, length);
    if (isAt(dictionary, slot, hash, from, length)) return load<u32>(entryAt(dictionary, slot));
    index = (index + 1) & mask;
  }
  return 0;
}

/** The first slot that a text with this hash may be in. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function firstSlot(dictionary: Dictionary, hash: u32): u32 {
  return load<u32>(dictionary.slots + ((<usize>(hash & dictionary.mask)) << 2));
}

/** As `numberOf`, of a text whose hash and first slot were looked up before, perhaps of a smaller dictionary. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function numberBehind(dictionary: Dictionary, slot: u32, hash: u32, from: usize, to: usize): u32 {
  if (slot != 0 && isAt(dictionary, slot, hash, from, <u32>(to - from))) return load<u32>(entryAt(dictionary, slot));
  return numberFrom(dictionary, hash, from, to);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function entryAt(dictionary: Dictionary, slot: u32): usize {
  return dictionary.pool + ((<usize>(slot & PLACES)) << 3);
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function isAt(dictionary: Dictionary, slot: u32, hash: u32, from: usize, length: u32): bool {
  if (((slot ^ hash) & ~PLACES) != 0) return false;
  const entry = entryAt(dictionary, slot);
  return load<u32>(entry, 4) == length && isSame(entry + 8, from, length);
}

function add(dictionary: Dictionary, hash: u32, from: usize, length: u32): u32 {
  const number = dictionary.size;
  const place = dictionary.poolEnd;
  const end = nextPlace(place, length);
  if (end + SPARE > dictionary.poolBytes) {
    dictionary.poolBytes = max(end + SPARE, dictionary.poolBytes * 2);
    dictionary.pool = heap.realloc(dictionary.pool, dictionary.poolBytes);
  }
  const entry = dictionary.pool + place;
  store<u32>(entry, number);
  store<u32>(entry, length, 4);
  memory.copy(entry + 8, from, length);
  dictionary.poolEnd = end;
  dictionary.size = number + 1;
  if (dictionary.size * 3 > dictionary.mask * 2) grow(dictionary);
  put(dictionary, hash, <u32>(place >> 3));
  return number;
}

function put(dictionary: Dictionary, hash: u32, place: u32): void {
  let index = hash & dictionary.mask;
  while (load<u32>(dictionary.slots + ((<usize>index) << 2)) != 0) index = (index + 1) & dictionary.mask;
  store<u32>(dictionary.slots + ((<usize>index) << 2), (hash & ~PLACES) | place);
}

function grow(dictionary: Dictionary): void {
  heap.free(dictionary.slots);
  const slots = (<usize>dictionary.mask + 1) * 2;
  dictionary.slots = heap.alloc(slots * 4);
  dictionary.mask = <u32>slots - 1;
  memory.fill(dictionary.slots, 0, slots * 4);
  // All but the entry that is being added.
  let place = HEAD;
  for (let number: u32 = 0; number < dictionary.size - 1; number++) {
    const text = dictionary.pool + place + 8;
    const length = <usize>load<u32>(text - 4);
    put(dictionary, hashOf(text, text + length), <u32>(place >> 3));
    place = nextPlace(place, length);
  }
}

/** Where the entry begins that stands behind one with a text of `length` bytes. */
// @ts-ignore: AssemblyScript's own decorator
@inline
function nextPlace(place: usize, length: usize): usize {
  return place + 8 + ((length + 7) & ~7);
}

const FACTOR: u64 = 0x9e3779b97f4a7c15;
const OTHER_FACTOR: u64 = 0xc2b2ae3d27d4eb4f;

/** Sixteen bytes a step, each half multiplied by an odd constant. */
// @ts-ignore: AssemblyScript's own decorator
@inline
export function hashOf(from: usize, to: usize): u32 {
  let hash: u64 = 0;
  let i = from;
  for (; i + 16 < to; i += 16) hash = mix(hash, v128.load(i));
  hash = mix(hash, v128.and(v128.load(i), firstBytes(to - i)));
  return <u32>hash;
}

// @ts-ignore: AssemblyScript's own decorator
@inline
function mix(hash: u64, block: v128): u64 {
  const low = (hash ^ <u64>i64x2.extract_lane(block, 0)) * FACTOR;
  const high = <u64>i64x2.extract_lane(block, 1) * OTHER_FACTOR;
  // What stands in the last bytes reaches only the top bits of a product: down with them, and once more.
  const mixed = (low ^ high ^ (low >> 32) ^ (high >> 32)) * FACTOR;
  return mixed ^ (mixed >> 32);
}
