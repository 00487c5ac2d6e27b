// Which of the fields that went may have come again under another name: a guess, with what speaks for it. Pure.
import { formatShare } from '../../../../shared/format.ts';
import type { FieldStats } from '../../../../shared/model/schema.ts';
import { holderPath, nameOf } from '../paths.ts';

export interface Rename {
  readonly from: string;
  readonly to: string;
  readonly evidence: readonly string[];
}

/** Points that a guess needs to be told. */
const ENOUGH = 3;

interface Guess extends Rename {
  readonly points: number;
}

/** Pairs of fields that went and came, best first, each field in one pair at most. */
export function guessRenames(removed: readonly FieldStats[], added: readonly FieldStats[]): Rename[] {
  const guesses: Guess[] = [];
  for (const old of removed) {
    for (const fresh of added) {
      const guess = guessOf(old, fresh, removed, added);
      if (guess && guess.points >= ENOUGH) guesses.push(guess);
    }
  }
  guesses.sort((a, b) => b.points - a.points || (a.from + a.to < b.from + b.to ? -1 : 1));
  const taken = new Set<string>();
  const found: Rename[] = [];
  for (const { from, to, evidence } of guesses) {
    if (taken.has(`-${from}`) || taken.has(`+${to}`)) continue;
    taken.add(`-${from}`).add(`+${to}`);
    found.push({ from, to, evidence });
  }
  return found;
}

const typesOf = ({ types }: FieldStats): string => types.filter((type) => type !== 'null').join(' or ');

function guessOf(
  old: FieldStats,
  fresh: FieldStats,
  removed: readonly FieldStats[],
  added: readonly FieldStats[],
): Guess | null {
  const types = typesOf(old);
  if (types === '' || types !== typesOf(fresh) || holderPath(old.path) !== holderPath(fresh.path)) return null;
  const evidence: string[] = [];
  let points = 0;
  const speaks = (weight: number, sentence: string): void => {
    points += weight;
    evidence.push(sentence);
  };
  const alike = alikeNames(nameOf(old.path), nameOf(fresh.path));
  if (alike === 'same') speaks(3, 'the names differ in how they are written alone');
  else if (alike === 'word') speaks(2, 'the names share a word');
  else if (alike === 'near') speaks(2, 'the names differ in a letter or two');
  if (old.format !== null && old.format === fresh.format) speaks(1, `both are ${old.format}`);
  const shared = old.values.filter(({ text }) => fresh.values.some((value) => value.text === text));
  if (shared.length > 0) {
    speaks(
      2,
      `both hold ${shared
        .slice(0, 3)
        .map(({ text }) => JSON.stringify(text))
        .join(', ')}`,
    );
  }
  if (old.range && fresh.range && rangesMeet(old.range, fresh.range)) speaks(1, 'their numbers are in one range');
  const share = (field: FieldStats): string => formatShare(field.present, field.of);
  if (share(old) === share(fresh)) speaks(1, `both are in ${share(old)} of the events`);
  const sameTypes = (list: readonly FieldStats[]): number =>
    list.filter((field) => typesOf(field) === types && holderPath(field.path) === holderPath(old.path)).length;
  if (sameTypes(removed) === 1 && sameTypes(added) === 1) {
    speaks(1, `it is the only ${types} that went and the only one that came`);
  }
  return { from: old.path, to: fresh.path, evidence, points };
}

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

function alikeNames(a: string, b: string): 'same' | 'word' | 'near' | null {
  const left = wordsOf(a);
  const right = wordsOf(b);
  if (left.join('') === right.join('')) return 'same';
  if (left.some((word) => word.length > 2 && right.includes(word))) return 'word';
  const most = Math.min(a.length, b.length) > 4 ? 2 : 1;
  return Math.min(a.length, b.length) > 2 && editDistance(a.toLowerCase(), b.toLowerCase(), most) <= most
    ? 'near'
    : null;
}

/**
 * Letters to change, add or take away to get from one name to the other (Levenshtein); more than `most` may be any
 * number.
 */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Whether at least half of the narrower range lies in the other. */
function rangesMeet(
  a: { readonly min: string; readonly max: string },
  b: { readonly min: string; readonly max: string },
): boolean {
  const overlap = Math.min(Number(a.max), Number(b.max)) - Math.max(Number(a.min), Number(b.min));
  const narrower = Math.min(Number(a.max) - Number(a.min), Number(b.max) - Number(b.min));
  return overlap > 0 && overlap >= narrower / 2;
}
