import { InspectorError } from './protocol/errors.ts';

/** A stretch of a query that belongs together; quoted stretches stand for themselves, without wildcards. */
interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}

export interface QueryToken {
  readonly kind: 'word' | '(' | ')' | '-';
  /** Character range, end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly pieces: readonly Piece[];
}

/** Throws `bad-query` with the character range and what to do. */
export function queryError(message: string, from: number, to: number, advice: string): never {
  throw new InspectorError('bad-query', message, { from, to, advice });
}

const isSpace = (char: string): boolean => /\s/.test(char);

/**
 * Splits a query into words, parentheses and minus signs before a word. A word runs to the next blank or parenthesis
 * outside quotes; inside quotes `\"` and `\\` stand for the sign itself.
 */
export function tokenize(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (isSpace(char)) {
      at++;
    } else if (char === '(' || char === ')') {
      tokens.push({ kind: char, from: at, to: ++at, pieces: [] });
    } else if (char === '-' && at + 1 < text.length && !isSpace(text[at + 1]!) && text[at + 1] !== ')') {
      tokens.push({ kind: '-', from: at, to: ++at, pieces: [] });
    } else {
      const word = readWord(text, at);
      tokens.push(word);
      at = word.to;
    }
  }
  return tokens;
}

function readWord(text: string, from: number): QueryToken {
  const pieces: Piece[] = [];
  let plain = '';
  let at = from;
  while (at < text.length && !isSpace(text[at]!) && text[at] !== '(' && text[at] !== ')') {
    if (text[at] !== '"') {
      plain += text[at++];
      continue;
    }
    if (plain !== '') pieces.push({ text: plain, quoted: false });
    plain = '';
    const open = at++;
    let quoted = '';
    while (text[at] !== '"') {
      if (at >= text.length) {
        queryError(
          'This quotation mark is never closed.',
          open,
          text.length,
          'Add " at the end, or write \\" for the sign itself.',
        );
      }
      if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++;
      quoted += text[at++];
    }
    at++;
    pieces.push({ text: quoted, quoted: true });
  }
  if (plain !== '') pieces.push({ text: plain, quoted: false });
  return { kind: 'word', from, to: at, pieces };
}

/** The word as key and value pieces, split at the first colon outside quotes; `null` when there is no key. */
export function splitKey(token: QueryToken): { key: readonly Piece[]; value: readonly Piece[] } | null {
  const key: Piece[] = [];
  for (const [i, piece] of token.pieces.entries()) {
    const colon = piece.quoted ? -1 : piece.text.indexOf(':');
    if (colon < 0) {
      key.push(piece);
      continue;
    }
    if (colon > 0) key.push({ text: piece.text.slice(0, colon), quoted: false });
    // A key is a name, so that `10:15` and `"a b":c` are words like others.
    if (key[0] === undefined || key[0].quoted || !/^[a-z]/i.test(key[0].text)) return null;
    const rest = piece.text.slice(colon + 1);
    return { key, value: [...(rest === '' ? [] : [{ text: rest, quoted: false }]), ...token.pieces.slice(i + 1)] };
  }
  return null;
}

/** Text with wildcards: `*` outside quotes matches any run of characters. */
export interface Pattern {
  /** Literal parts between the wildcards; one part when there is none. */
  readonly parts: readonly string[];
  /** Whether all of it was quoted. */
  readonly quoted: boolean;
}

export function patternOf(pieces: readonly Piece[]): Pattern {
  const parts = [''];
  for (const piece of pieces) {
    const split = piece.quoted ? [piece.text] : piece.text.split('*');
    parts[parts.length - 1] += split[0]!;
    parts.push(...split.slice(1));
  }
  return { parts, quoted: pieces.length > 0 && pieces.every(({ quoted }) => quoted) };
}

/** A test for `pattern`: of the whole text, or of any part of it. */
export function patternTest(
  pattern: Pattern,
  options: { readonly whole: boolean; readonly ignoreCase: boolean },
): (text: string) => boolean {
  const { parts } = pattern;
  if (options.whole && !options.ignoreCase && parts.length === 1) return (text) => text === parts[0];
  const source = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('.*?');
  const regExp = new RegExp(options.whole ? `^(?:${source})$` : source, options.ignoreCase ? 'isu' : 'su');
  return (text) => regExp.test(text);
}

export type { Piece };
