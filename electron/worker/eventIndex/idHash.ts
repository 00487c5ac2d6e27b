/**
 * A 53-bit hash of an id's UTF-16 code units, as a double: the index holds 8 bytes for an id of any length. Two
 * 32-bit FNV-1a lanes with different offsets, 21 bits of the second on top of the first. For 10 million ids the chance
 * of any collision is about half a percent; whoever finds equal hashes reads the ids to be sure.
 */
export function idHash(id: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + 0x5bd1), 0x01000193);
    high ^= high >>> 15;
  }
  return (high >>> 11) * 0x100000000 + (low >>> 0);
}
