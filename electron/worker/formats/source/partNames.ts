/** The order that people give to numbered files: `part-2` before `part-10`. */
export function naturalOrder(a: string, b: string): number {
  const left = tokensOf(a);
  const right = tokensOf(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareTokens(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * What is missing in a series of names that differ in one number, as sentences: `part-0003 is missing between
 * part-0002 and part-0004.` Nothing for names that are no such series, or whose numbers go in larger steps, as offsets
 * do. `names` are in natural order.
 */
export function missingParts(names: readonly string[]): string[] {
  const series = seriesOf(names);
  if (series === null) return [];
  const steps = series.slice(1).map(({ number }, i) => number - series[i]!.number);
  const missing = steps.reduce((sum, step) => sum + Math.max(0, step - 1), 0);
  const inOrder = steps.filter((step) => step === 1).length;
  const evenSteps = steps.length > 1 && steps.every((step) => step === steps[0]);
  if (evenSteps || (inOrder * 2 < steps.length && missing > names.length)) return [];
  return steps.flatMap((step, i) => (step > 1 ? [sentence(series[i]!, series[i + 1]!)] : []));
}

/** Whether `name` is one more of such a series. */
export const continuesSeries = (names: readonly string[], name: string): boolean =>
  seriesOf([...names, name].toSorted(naturalOrder)) !== null;

interface Numbered {
  readonly before: string;
  readonly digits: string;
  /** Behind the number, without endings such as `.jsonl.gz`. */
  readonly after: string;
  readonly number: number;
}

/** The names as a series, if they differ in one number alone (and in their endings); `null` if not. */
function seriesOf(names: readonly string[]): Numbered[] | null {
  const all = names.map((name) => tokensOf(withoutEnding(name)));
  const [first] = all;
  if (first === undefined || all.length < 2 || all.some((tokens) => tokens.length !== first.length)) return null;
  const differing = first.map((_, i) => i).filter((i) => all.some((tokens) => compareTokens(tokens[i]!, first[i]!)));
  const [at] = differing;
  if (differing.length !== 1 || at === undefined || all.some((tokens) => !isDigits(tokens[at]!))) return null;
  const series = all.map((tokens) => ({
    before: tokens.slice(0, at).join(''),
    digits: tokens[at]!,
    after: tokens.slice(at + 1).join(''),
    number: Number(tokens[at]),
  }));
  return series.every(({ number }) => Number.isSafeInteger(number)) ? series : null;
}

function sentence(from: Numbered, to: Numbered): string {
  const named = (number: number): string => from.before + String(number).padStart(from.digits.length, '0') + from.after;
  const count = to.number - from.number - 1;
  const between = `between ${named(from.number)} and ${to.before}${to.digits}${to.after}.`;
  if (count === 1) return `${named(from.number + 1)} is missing ${between}`;
  return `${named(from.number + 1)} to ${named(to.number - 1)} (${count} parts) are missing ${between}`;
}

/** A name without its endings: `events-1.jsonl.gz` is `events-1`; a number that follows a point is no ending. */
const withoutEnding = (name: string): string => name.replace(/(?:\.[a-z][a-z0-9]*)+$/i, '');

/** Runs of digits and what stands between them. */
const tokensOf = (name: string): string[] => name.match(/\d+|\D+/g) ?? [];

const isDigits = (token: string): boolean => /^\d/.test(token);

function compareTokens(a: string, b: string): number {
  if (!isDigits(a) || !isDigits(b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = a.replace(/^0+(?=\d)/, '');
  const right = b.replace(/^0+(?=\d)/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
