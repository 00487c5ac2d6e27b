/** Entries to make room for, for so many of which some are known: more than there are once a log grows. */
export const roomFor = (entries: number, known: number): number => (known === 0 ? entries : entries + (entries >>> 3));

/** Of a partition that has none. */
export const noEvents = new Uint32Array(0);
