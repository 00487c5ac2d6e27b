// pure. What can be looked for in the bytes of lines in place of a text that is looked for in what the lines show.

/** A text whose bytes stand in every line that shows what is looked for, odd lines aside (see `isOdd` in assembly). */
export interface Needle {
  /** Its UTF-8 bytes, ASCII letters in lower case. */
  readonly bytes: Uint8Array;
  /** 0x20 for letters, which are found in either case; 0 for all other bytes. */
  readonly masks: Uint8Array;
  /** Whether it is all that is looked for: where it stands in a text, the text matches. */
  readonly isAll: boolean;
  /** Whether a character outside ASCII equals one of its letters: ſ (s), K (Kelvin, k). */
  readonly hasTwins: boolean;
  /** Whether all of it could be part of a number, which is shown in another notation than it was written in. */
  readonly isNumeric: boolean;
  /** Whether it is also part of what lines get added to names (`envelope.`, see `withMembers`). */
  readonly isAdded: boolean;
}

/** Bytes; the scanner may read so far behind a line. */
const LONGEST = 32;
const ADDED = 'envelope.';

/**
 * Characters that stand in a line as they are shown: JSON has no short escape for them, they do not hold its members
 * together, and no other character equals them in another case but those that `hasTwins` tells.
 */
const plainRun =
  /(?:[ !#-+\-.0-9;-@A-Z[\]^-z|~]|(?![\u{80}-\u{9f}\u{feff}\u{fffd}\p{CWCM}\p{CWCF}\p{Surrogate}\p{Noncharacter_Code_Point}])[\u{80}-\u{10ffff}])+/gu;

/** The best needle for a text with wildcards between its `parts`, in any case; `null` when there is none. */
export function needleOf(parts: readonly string[]): Needle | null {
  const runs = parts.flatMap((part) => part.match(plainRun) ?? []);
  const run = runs.reduce((longest, next) => (next.length > longest.length ? next : longest), '');
  const lower = run.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const all = Buffer.from(lower);
  if (all.length === 0) return null;
  // Cut anywhere: half a character stands there as well where a whole one does.
  const bytes = all.subarray(0, LONGEST);
  const text = all.length > LONGEST ? lower.slice(0, LONGEST) : lower;
  return {
    bytes,
    masks: bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? 0x20 : 0)),
    isAll: parts.length === 1 && parts[0] === run && all.length <= LONGEST,
    hasTwins: /[ks]/.test(lower),
    isNumeric: /^[0-9e+\-.]+$/.test(text),
    isAdded: ADDED.includes(text) || [...ADDED].some((_, i) => text.startsWith(ADDED.slice(i))),
  };
}
