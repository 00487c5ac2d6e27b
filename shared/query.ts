// The query language: text -> tree. Both sides use it: the worker to search, the screen to draw chips and to say where
// a query is wrong. What the terms mean is in `queryTerm.ts`.
import { type QueryTerm, readTerm } from './queryTerm.ts';
import { type QueryToken, queryError, tokenize } from './queryText.ts';

export type QueryNode =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly node: QueryNode }
  | { readonly kind: 'term'; readonly term: QueryTerm };

/** One chip: a top-level term of a query, or a whole parenthesis or alternative, with the text it stands in. */
export interface QueryChip {
  /** Character range in the query, end exclusive; cutting it out leaves a query. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Key as written, in lower case; `null` for free text, `#N` and groups. */
  readonly key: string | null;
  readonly negated: boolean;
}

const keywordOf = (token: QueryToken | undefined): string => {
  const [piece, ...rest] = token?.pieces ?? [];
  if (piece === undefined || rest.length > 0 || piece.quoted) return '';
  const word = piece.text.toLowerCase();
  return word === 'or' || word === 'and' || word === 'not' ? word : '';
};

interface Parsed {
  readonly node: QueryNode;
  readonly from: number;
  readonly to: number;
}

class Parser {
  readonly #tokens: readonly QueryToken[];
  readonly #length: number;
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
    this.#length = text.length;
  }

  /** All top-level operands of `and`, or the one `or` that they form. */
  top(): Parsed[] {
    if (this.#tokens.length === 0) return [];
    const parsed = this.#alternatives();
    const token = this.#tokens[this.#at];
    if (token)
      queryError(
        'This parenthesis closes nothing.',
        token.from,
        token.to,
        'Remove it, or add ( where the group begins.',
      );
    return parsed;
  }

  #alternatives(): Parsed[] {
    const first = this.#operands();
    if (keywordOf(this.#tokens[this.#at]) !== 'or') return first;
    const options = [joined(first)];
    while (keywordOf(this.#tokens[this.#at]) === 'or') {
      this.#at++;
      options.push(joined(this.#operands()));
    }
    const node: QueryNode = { kind: 'or', nodes: options.map((option) => option.node) };
    return [{ node, from: options[0]!.from, to: options.at(-1)!.to }];
  }

  #operands(): Parsed[] {
    const operands = [this.#operand()];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (!token || token.kind === ')' || keywordOf(token) === 'or') return operands;
      if (keywordOf(token) === 'and') this.#at++;
      operands.push(this.#operand());
    }
  }

  #operand(): Parsed {
    const token = this.#tokens[this.#at];
    const keyword = keywordOf(token);
    if (!token || token.kind === ')' || keyword === 'or' || keyword === 'and') return this.#missing(token);
    this.#at++;
    if (token.kind === '-' || keyword === 'not') {
      const operand = this.#operand();
      return { node: { kind: 'not', node: operand.node }, from: token.from, to: operand.to };
    }
    if (token.kind === '(') {
      const inner = joined(this.#alternatives());
      const close = this.#tokens[this.#at];
      if (close?.kind !== ')')
        queryError('This parenthesis is never closed.', token.from, token.to, 'Add ) where the group ends.');
      this.#at++;
      return { node: inner.node, from: token.from, to: close!.to };
    }
    const next = this.#tokens[this.#at];
    const term = readTerm(token, next?.kind === '(' && next.from === token.to);
    return { node: { kind: 'term', term }, from: token.from, to: token.to };
  }

  #missing(token: QueryToken | undefined): never {
    const before = this.#tokens[this.#at - 1];
    const advice = 'Write a term such as type:OrderPlaced or a word to look for.';
    if (before) queryError(`Nothing follows ${nameOf(before)}.`, before.from, before.to, advice);
    queryError(`Nothing stands before ${nameOf(token!)}.`, token!.from, Math.min(token!.to, this.#length), advice);
  }
}

const nameOf = (token: QueryToken): string =>
  token.kind === '('
    ? 'this parenthesis'
    : token.kind === ')'
      ? 'this closing parenthesis'
      : token.kind === '-'
        ? 'the minus sign'
        : `“${keywordOf(token)}”`;

function joined(operands: readonly Parsed[]): Parsed {
  if (operands.length === 1) return operands[0]!;
  const node: QueryNode = { kind: 'and', nodes: operands.map((operand) => operand.node) };
  return { node, from: operands[0]!.from, to: operands.at(-1)!.to };
}

/**
 * The tree of a query; an empty one matches all. Terms are joined by *and*, which binds closer than `or`.
 * Throws InspectorError `bad-query` whose data hold the character range and advice.
 */
export function parseQuery(text: string): QueryNode {
  const operands = new Parser(text).top();
  return operands.length === 0 ? { kind: 'all' } : joined(operands).node;
}

/** The top-level terms of a query in order of writing, for chips. Throws like `parseQuery`. */
export function queryTerms(text: string): QueryChip[] {
  return new Parser(text).top().map(({ node, from, to }) => {
    const negated = node.kind === 'not';
    const inner = negated ? node.node : node;
    const key = inner.kind === 'term' ? inner.term.key : null;
    return { from, to, text: text.slice(from, to), key: key === 'text' || key === '#' ? null : key, negated };
  });
}

/** The query without one of its top-level terms. */
export function withoutTerm(text: string, chip: { readonly from: number; readonly to: number }): string {
  const before = text.slice(0, chip.from).replace(/\s+(and\s*)?$/i, '');
  const after = text.slice(chip.to).replace(/^\s+(and\s+)?/i, '');
  return before === '' || after === '' ? before + after : `${before} ${after}`;
}

/** `text` as a value of a term: quoted where the language would read it otherwise. */
export function quoteValue(text: string): string {
  if (/^[\p{L}\p{N}_./@:+-]+$/u.test(text) && !/\.\.|^(none|true|false|null)$/i.test(text)) return text;
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** A query with one more term that must hold: `addTerm('type:A or type:B', 'stream:x')` puts the parentheses. */
export function addTerm(text: string, term: string): string {
  const query = text.trim();
  if (query === '') return term;
  const tree = parseQuery(query);
  return tree.kind === 'or' ? `(${query}) ${term}` : `${query} ${term}`;
}
