/** At most this part of the time that has passed goes into showing a log that is still being read. */
const budget = 0.1;
/** Milliseconds between two refreshes. */
const bounds = { least: 400, most: 5000 };

/**
 * How long to wait with the next refresh of a log that fills, in milliseconds: soon at first, then as rarely as the
 * refreshes so far were dear, so that a log of any size is read almost as fast as with nobody looking. Pure.
 */
export const refreshDelay = (elapsedMs: number, spentMs: number): number =>
  Math.max(bounds.least, Math.min(bounds.most, spentMs / budget - elapsedMs));
