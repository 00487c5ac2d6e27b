import { queryTerms } from '../../../state/queryTerms.ts';

export interface Piece {
  readonly from: number;
  readonly text: string;
  readonly className: string;
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** The query cut into pieces of one look each: key, value, plain text, and the place of an error. Pure. */
export function highlight(text: string, wrong: Place | null): Piece[] {
  const cuts = new Map<number, string>([[0, 'plain']]);
  for (const term of queryTerms(text)) {
    const word = text.slice(term.from, term.to);
    const isChip = term.key !== null || word.startsWith('#') || word.startsWith('"');
    if (!isChip) continue;
    const value = term.key === null ? term.from : text.indexOf(':', term.from) + 1;
    const look = term.negated ? ' chip-not' : '';
    if (value > term.from) cuts.set(term.from, `chip chip-key${look}`);
    if (value < term.to) cuts.set(value, `chip chip-value${value === term.from ? ' chip-alone' : ''}${look}`);
    cuts.set(term.to, cuts.get(term.to) ?? 'plain');
  }
  const starts = [...cuts].filter(([at]) => at < text.length).sort((a, b) => a[0] - b[0]);
  const pieces: Piece[] = [];
  starts.forEach(([from, className], index) => {
    const to = starts[index + 1]?.[0] ?? text.length;
    for (const [a, b] of splitAt(from, to, wrong)) {
      const isWrong = wrong !== null && a >= wrong.from && b <= wrong.to;
      pieces.push({ from: a, text: text.slice(a, b), className: isWrong ? `${className} wrong` : className });
    }
  });
  // An error at the very end has no character to stand under.
  if (wrong && wrong.from >= text.length) pieces.push({ from: text.length, text: '\u00a0', className: 'plain wrong' });
  return pieces;
}

function splitAt(from: number, to: number, wrong: Place | null): [number, number][] {
  const edges = [from, ...(wrong ? [wrong.from, wrong.to].filter((at) => at > from && at < to) : []), to];
  return edges.slice(1).map((edge, index): [number, number] => [edges[index]!, edge]);
}
