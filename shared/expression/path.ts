import { parseJson, stringifyJson } from '../json.ts';
import { pointerKeys } from '../statePath.ts';

/** Names that can stand behind a point; a word of the language can too. */
const plainName = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const itemPattern = /^\[([\p{L}_$][\p{L}\p{N}_$]*)=(.+)\]$/su;

/** The expression that a place of a state is written as: `/lines/[sku="A1"]/qty` is `state.lines[sku="A1"].qty`. */
export function expressionOfPlace(place: string): string {
  return (pointerKeys(place) ?? []).reduce((text, key) => `${text}${step(key)}`, 'state');
}

function step(key: string): string {
  if (/^(0|[1-9]\d{0,14})$/.test(key)) return `[${key}]`;
  if (plainName.test(key)) return `.${key}`;
  const item = itemPattern.exec(key);
  return item ? `[${item[1]}=${quoted(item[2]!)}]` : `[${quoted(stringifyJson(key))}]`;
}

/** JSON as the language writes it: a text knows no escapes but of the sign that follows. */
function quoted(json: string): string {
  const value = parseJson(json);
  return typeof value === 'string' ? `"${value.replace(/["\\]/g, '\\$&')}"` : json;
}
