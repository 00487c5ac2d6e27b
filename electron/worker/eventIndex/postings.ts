/** Postings of all streams in one array: those of stream `s` are `ordinals[starts[s] .. starts[s + 1])`, ascending. */
export interface Postings {
  /** Length of the index that they were made for. */
  readonly builtFor: number;
  readonly starts: Uint32Array;
  readonly ordinals: Uint32Array;
}

export const noPostings: Postings = { builtFor: 0, starts: new Uint32Array(1), ordinals: new Uint32Array(0) };

/** Counting sort of the first `length` ordinals by stream. `lengths` has the events of each of the streams. */
export function buildPostings(stream: Uint32Array, length: number, lengths: Uint32Array, streams: number): Postings {
  const starts = new Uint32Array(streams + 1);
  for (let s = 0; s < streams; s++) starts[s + 1] = starts[s]! + (lengths[s] ?? 0);
  const next = starts.slice();
  const ordinals = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const s = stream[i]!;
    ordinals[next[s]!] = i;
    next[s]!++;
  }
  return { builtFor: length, starts, ordinals };
}
