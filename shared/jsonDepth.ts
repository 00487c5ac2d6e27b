/** Values nested deeper than this stay text: merging, comparing and printing them would exhaust the stack. */
export const DEEPEST = 2000;

/** Why such a value is not shown as one. */
export const TOO_DEEP = 'It is nested deeper than 2,000 levels.';

const QUOTE = 34;
const BACKSLASH = 92;

/** Whether a JSON text nests objects and lists deeper than `limit`. Short texts are not looked at: they cannot. */
export function deeperThan(text: string, limit: number): boolean {
  if (text.length < 2 * limit + 2) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (inString) {
      if (unit === BACKSLASH) i++;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    // [ and { are 91 and 123, ] and } are 93 and 125: with bit 5 set, 123 and 125.
    else if ((unit | 32) === 123) {
      if (++depth > limit) return true;
    } else if ((unit | 32) === 125) depth--;
  }
  return false;
}
