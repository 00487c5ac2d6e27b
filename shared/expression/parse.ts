import { fitsDouble } from '../json.ts';
import { itemKey } from '../statePath.ts';
import { expressionError, expressionTokens, type Token } from './tokens.ts';

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%';

/** What an expression is made of. A path begins at the whole state. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | string | undefined }
  /** Digits as written: they are compared at any width. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'path'; readonly keys: readonly (string | number)[] }
  | { readonly kind: 'not' | 'negative'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly sign: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'arithmetic'; readonly sign: Arithmetic; readonly left: Expression; readonly right: Expression };

const constants: Readonly<Record<string, null | boolean | undefined>> = {
  true: true,
  false: false,
  null: null,
  undefined,
};

const comparisons: Readonly<Record<string, Comparison>> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '=': '==',
  '==': '==',
  '===': '==',
  '!=': '!=',
  '!==': '!=',
};

/** Deeper than anybody writes, shallower than the stack. */
const deepest = 100;

/**
 * Reads an expression over a state, weakest binding first: `or`, `and`, `not`, one comparison, `+ -`, `* / %`, a
 * negative sign, paths. `||`, `&&` and `!` are the same words. Throws `bad-query` with the place and what to write.
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(expressionTokens(text));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  whole(): Expression {
    if (this.#tokens[0]!.kind === 'end') {
      expressionError('There is nothing here.', this.#next, 'Write an expression, like state.balance < 0.');
    }
    const expression = this.#or();
    if (this.#next.kind !== 'end') {
      expressionError(
        `${this.#shown()} does not follow from what stands before it.`,
        this.#next,
        'Join conditions with and, or; compare with < <= > >= == !=.',
      );
    }
    return expression;
  }

  #or(): Expression {
    if (++this.#depth > deepest) {
      expressionError(`It is nested deeper than ${deepest} levels.`, this.#next, 'Write it with fewer parentheses.');
    }
    let left = this.#and();
    while (this.#take('or', '||') !== null) left = { kind: 'or', left, right: this.#and() };
    this.#depth--;
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#take('and', '&&') !== null) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    let negations = 0;
    while (this.#take('not', '!') !== null) negations++;
    let of = this.#comparison();
    // One by one for what it says: `not not x` is whether x holds.
    for (; negations > 0; negations--) of = { kind: 'not', of };
    return of;
  }

  #comparison(): Expression {
    const left = this.#sum();
    const token = this.#take(...Object.keys(comparisons));
    if (token === null) return left;
    const right = this.#sum();
    if (this.#next.kind === 'sign' && Object.hasOwn(comparisons, this.#next.text)) {
      expressionError(
        'A comparison has two sides.',
        this.#next,
        'Write both comparisons and join them: 0 < state.a and state.a < 9.',
      );
    }
    return { kind: 'compare', sign: comparisons[token]!, left, right };
  }

  #sum(): Expression {
    let left = this.#product();
    for (let sign = this.#take('+', '-'); sign !== null; sign = this.#take('+', '-')) {
      left = { kind: 'arithmetic', sign: sign as Arithmetic, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#negative();
    for (let sign = this.#take('*', '/', '%'); sign !== null; sign = this.#take('*', '/', '%')) {
      left = { kind: 'arithmetic', sign: sign as Arithmetic, left, right: this.#negative() };
    }
    return left;
  }

  #negative(): Expression {
    let signs = 0;
    while (this.#take('-') !== null) signs++;
    let of = this.#value();
    if (signs > deepest) expressionError('These are too many signs.', this.#next, 'One - is enough.');
    for (; signs > 0; signs--) of = { kind: 'negative', of };
    return of;
  }

  #value(): Expression {
    const token = this.#next;
    this.#at++;
    if (token.kind === 'number') return { kind: 'number', text: token.text };
    if (token.kind === 'text') return { kind: 'literal', value: token.text };
    if (token.kind === 'name' && token.text === 'state') return this.#path();
    if (token.kind === 'name' && Object.hasOwn(constants, token.text)) {
      return { kind: 'literal', value: constants[token.text] };
    }
    if (token.kind === 'sign' && token.text === '(') {
      const inside = this.#or();
      if (this.#take(')') === null) expressionError('A parenthesis is not closed.', token, 'Add ) behind it.');
      return inside;
    }
    this.#at--;
    if (token.kind === 'name') {
      expressionError(
        `There is no ${token.text} here.`,
        token,
        `Write state.${token.text} for a field of the state, or "${token.text}" for a text.`,
      );
    }
    return expressionError(
      token.kind === 'end'
        ? 'It ends where a value is expected.'
        : `${this.#shown()} stands where a value is expected.`,
      token,
      'A value is state.a.b, a number, a "text", true, false, null or undefined.',
    );
  }

  #path(): Expression {
    const keys: (string | number)[] = [];
    for (;;) {
      if (this.#take('.') !== null) {
        const { kind, text } = this.#next;
        if (kind !== 'name') {
          expressionError(
            'Behind the point stands no name.',
            this.#next,
            'Write names that are no words, and numbers, in brackets: state["first name"], state.items[0].',
          );
        }
        keys.push(text);
        this.#at++;
      } else if (this.#take('[') !== null) {
        keys.push(this.#key());
      } else return { kind: 'path', keys };
    }
  }

  #key(): string | number {
    const token = this.#next;
    const sign = this.#tokens[this.#at + 1];
    if (token.kind === 'name' && sign?.kind === 'sign' && sign.text === '=') return this.#item(token);
    const isIndex = token.kind === 'number' && /^\d{1,15}$/.test(token.text);
    if (!isIndex && token.kind !== 'text') {
      expressionError(
        'In brackets stands an index from 0, a name in quotes, or what identifies an item.',
        token,
        'As in [0], ["first name"] or [sku="A1"].',
      );
    }
    this.#at++;
    if (this.#take(']') === null) expressionError('A bracket is not closed.', token, 'Add ] behind it.');
    return isIndex ? Number(token.text) : token.text;
  }

  /** `sku="A1"`: the item of a list that has this value. */
  #item(field: Token): string {
    this.#at += 2;
    const value = this.#next;
    const isNumber = value.kind === 'number' && fitsDouble(value.text);
    if (!isNumber && value.kind !== 'text') {
      expressionError('An item is identified by a text or a number.', value, 'As in [sku="A1"] or [id=7].');
    }
    this.#at++;
    if (this.#take(']') === null) expressionError('A bracket is not closed.', field, 'Add ] behind it.');
    return itemKey(field.text, isNumber ? String(Number(value.text)) : JSON.stringify(value.text));
  }

  /** Goes over the next token if it is one of these words or signs, and answers it. */
  #take(...wanted: readonly string[]): string | null {
    const { kind, text } = this.#next;
    if ((kind !== 'name' && kind !== 'sign') || !wanted.includes(text)) return null;
    this.#at++;
    return text;
  }

  #shown(): string {
    return this.#next.kind === 'end' ? 'The end' : `"${this.#next.text}"`;
  }
}
