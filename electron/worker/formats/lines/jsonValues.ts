import { isJsonObject, type JsonObject, parseJson } from '../../../../shared/json.ts';
import { skipSpace, skipValue } from '../rawJson.ts';
import type { Pieces } from './jsonLinesReader.ts';
import { LineText } from './lineText.ts';

/**
 * Values from `from` on, an index of the head's text: those of an array, which stands in `depth` objects, or one behind the
 * other.
 */
export function valuePieces(head: string, from: number, array: Pieces['array'], depth = 1): Pieces {
  const text = new LineText();
  text.form = 'json';
  return { kind: 'values', from: Buffer.byteLength(head.slice(0, from)), array, depth, text };
}

/** The objects among the values from `from` on, as far as they are whole. */
export function valuesIn(text: string, from: number): JsonObject[] {
  const objects: JsonObject[] = [];
  let at = skipSpace(text, from);
  while (at < text.length && text[at] !== ']') {
    const end = skipValue(text, at);
    if (end > text.length || end === at) break;
    const value = parsed(text.slice(at, end));
    if (isJsonObject(value)) objects.push(value);
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return objects;
}

function parsed(text: string) {
  try {
    return parseJson(text);
  } catch {
    return null; // A value that is damaged says nothing of the others.
  }
}
