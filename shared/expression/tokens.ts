import { InspectorError } from '../protocol/errors.ts';

export type TokenKind = 'name' | 'number' | 'text' | 'sign' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; of a text its value. */
  readonly text: string;
  /** Character range, end exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Longest first: `<=` is one sign. */
const signs = [
  '===',
  '!==',
  '<=',
  '>=',
  '==',
  '!=',
  '&&',
  '||',
  '<',
  '>',
  '=',
  '!',
  '+',
  '-',
  '*',
  '/',
  '%',
  '(',
  ')',
  '[',
  ']',
  '.',
];

const space = /\s/;
const nameStart = /[\p{L}_$]/u;
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,6})?/y;

/** Throws `bad-query` at a place in the expression: message, character range, and what to do. */
export function expressionError(message: string, place: { from: number; to: number }, advice: string): never {
  const { from, to } = place;
  throw new InspectorError('bad-query', `Column ${from + 1}: ${message}`, { from, to, column: from + 1, advice });
}

/** The words, numbers, texts and signs of an expression; the last one is `end`. Throws `bad-query` at a place. */
export function expressionTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: TokenKind, value: string, to: number): void => {
    tokens.push({ kind, text: value, from: at, to });
    at = to;
  };
  while (at < text.length) {
    const char = text[at]!;
    const written = (pattern: RegExp): string | null => {
      pattern.lastIndex = at;
      return pattern.exec(text)?.[0] ?? null;
    };
    if (space.test(char)) at++;
    else if (char === '"' || char === "'") readText(text, at, push);
    else if (/\d/.test(char) || (char === '.' && /\d/.test(text[at + 1] ?? '') && !followsValue(tokens))) {
      const digits = written(number)!;
      push('number', digits, at + digits.length);
    } else if (nameStart.test(String.fromCodePoint(text.codePointAt(at)!))) {
      const word = written(name)!;
      push('name', word, at + word.length);
    } else {
      const sign = signs.find((candidate) => text.startsWith(candidate, at));
      if (sign === undefined) {
        expressionError(
          `"${char}" means nothing here.`,
          { from: at, to: at + 1 },
          'An expression is made of state.a.b, numbers, "texts", comparisons, and, or, not, + - * / % and parentheses.',
        );
      }
      push('sign', sign, at + sign.length);
    }
  }
  push('end', '', at);
  return tokens;
}

/** Whether a point would follow a value: `state.5` is a wrong path, `.5` alone a number. */
function followsValue(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  return last !== undefined && (last.kind !== 'sign' || last.text === ']' || last.text === ')');
}

function readText(text: string, from: number, push: (kind: TokenKind, value: string, to: number) => void): void {
  const quote = text[from]!;
  let value = '';
  let at = from + 1;
  for (; text[at] !== quote; at++) {
    if (at >= text.length) {
      expressionError('This text is never closed.', { from, to: text.length }, `Add ${quote} at its end.`);
    }
    if (text[at] === '\\' && at + 1 < text.length) at++;
    value += text[at];
  }
  push('text', value, at + 1);
}
