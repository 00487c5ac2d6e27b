import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from './json.ts';

/** A piece of text that is ready, or a value that is still to be written. */
type Piece = { readonly text: string } | { readonly value: JsonValue };

/**
 * The JSON text of a value up to `longest` characters, at a cost that does not grow with the value. `isCut`: it goes on.
 */
export function jsonBeginning(value: JsonValue, longest: number): { readonly text: string; readonly isCut: boolean } {
  let text = '';
  // The containers that are being written, the innermost last.
  const open: Iterator<Piece>[] = [[{ value }].values()];
  while (open.length > 0 && text.length <= longest) {
    const { done, value: piece } = open.at(-1)!.next();
    if (done) open.pop();
    else if ('text' in piece) text += piece.text;
    else if (Array.isArray(piece.value)) open.push(itemPieces(piece.value));
    else if (isJsonObject(piece.value)) open.push(memberPieces(piece.value));
    else text += scalarText(piece.value, longest);
  }
  return { text: text.slice(0, longest), isCut: text.length > longest };
}

/** Of a long string enough that it goes beyond `longest`. */
const scalarText = (value: JsonValue, longest: number): string =>
  stringifyJson(typeof value === 'string' ? value.slice(0, longest + 1) : value);

function* itemPieces(items: readonly JsonValue[]): Generator<Piece> {
  yield { text: '[' };
  for (const [i, value] of items.entries()) {
    if (i > 0) yield { text: ',' };
    yield { value };
  }
  yield { text: ']' };
}

function* memberPieces(object: JsonObject): Generator<Piece> {
  let before = '{';
  for (const key of Object.keys(object)) {
    yield { text: before };
    yield { value: key };
    yield { text: ':' };
    yield { value: object[key]! };
    before = ',';
  }
  yield { text: before === '{' ? '{}' : '}' };
}
