// The query language: text -> tree. Both sides use it: the worker to search, the screen to say where a query is wrong
// and to add terms. What the terms mean is in `queryTerm.ts`.
import { type QueryTerm, readTerm } from './queryTerm.ts';
import { type QueryToken, queryError, tokenize } from './queryText.ts';

export type QueryNode =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly node: QueryNode }
  | { readonly kind: 'term'; readonly term: QueryTerm };

const keywordOf = (token: QueryToken | undefined): string => {
  const [piece, ...rest] = token?.pieces ?? [];
  if (piece === undefined || rest.length > 0 || piece.quoted) return '';
  const word = piece.text.toLowerCase();
  return word === 'or' || word === 'and' || word === 'not' ? word : '';
};

class Parser {
  readonly #tokens: readonly QueryToken[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  whole(): QueryNode {
    if (this.#tokens.length === 0) return { kind: 'all' };
    const node = this.#alternatives();
    const token = this.#tokens[this.#at];
    if (!token) return node;
    return queryError(
      'This parenthesis closes nothing.',
      token.from,
      token.to,
      'Remove it, or add ( where the group begins.',
    );
  }

  #alternatives(): QueryNode {
    const nodes = [this.#operands()];
    while (keywordOf(this.#tokens[this.#at]) === 'or') {
      this.#at++;
      nodes.push(this.#operands());
    }
    return nodes.length === 1 ? nodes[0]! : { kind: 'or', nodes };
  }

  #operands(): QueryNode {
    const nodes = [this.#operand()];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (!token || token.kind === ')' || keywordOf(token) === 'or') {
        return nodes.length === 1 ? nodes[0]! : { kind: 'and', nodes };
      }
      if (keywordOf(token) === 'and') this.#at++;
      nodes.push(this.#operand());
    }
  }

  #operand(): QueryNode {
    const token = this.#tokens[this.#at];
    const keyword = keywordOf(token);
    if (!token || token.kind === ')' || keyword === 'or' || keyword === 'and') return this.#missing(token);
    this.#at++;
    if (token.kind === '-' || keyword === 'not') return { kind: 'not', node: this.#operand() };
    if (token.kind === '(') {
      const inner = this.#alternatives();
      if (this.#tokens[this.#at]?.kind !== ')') {
        queryError('This parenthesis is never closed.', token.from, token.to, 'Add ) where the group ends.');
      }
      this.#at++;
      return inner;
    }
    const next = this.#tokens[this.#at];
    return { kind: 'term', term: readTerm(token, next?.kind === '(' && next.from === token.to) };
  }

  #missing(token: QueryToken | undefined): never {
    const before = this.#tokens[this.#at - 1];
    const advice = 'Write a term such as type:OrderPlaced or a word to look for.';
    if (before) queryError(`Nothing follows ${nameOf(before)}.`, before.from, before.to, advice);
    queryError(`Nothing stands before ${nameOf(token!)}.`, token!.from, token!.to, advice);
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

/**
 * The tree of a query; an empty one matches all. Terms are joined by *and*, which binds closer than `or`.
 * Throws InspectorError `bad-query` whose data hold the character range and advice.
 */
export const parseQuery = (text: string): QueryNode => new Parser(text).whole();

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
