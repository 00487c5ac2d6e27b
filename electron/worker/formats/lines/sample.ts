import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../../shared/json.ts';
import type { StoreHead } from '../format.ts';
import { membersOf } from '../rawJson.ts';
import { LineText } from './lineText.ts';

/** What the head of a file says about its lines. */
export interface LineSample {
  /** Objects from the first lines; of a line that the head cuts off what can be seen of it. */
  readonly objects: JsonObject[];
  /** Lines with content. */
  readonly lines: number;
  /** Lines that hold JSON: `null` is one. */
  readonly readable: number;
  readonly text: LineText;
  /** Why the first unreadable line is none. */
  readonly firstError: string | null;
}

/** Lines that are looked at: enough to know them all, and a few milliseconds. */
const LOOKED_AT = 300;

// Several formats ask the same of one head.
const kept = new WeakMap<StoreHead, LineSample>();

/** Reads the first lines of the head. A single line that is longer than the head is looked at as far as it goes. */
export function sampleOf(head: StoreHead): LineSample {
  const known = kept.get(head) ?? readSample(head);
  kept.set(head, known);
  const text = new LineText();
  text.form = known.text.form;
  return { ...known, text };
}

function readSample(head: StoreHead): LineSample {
  const text = new LineText();
  const content = Buffer.from(head.bytes.buffer, head.bytes.byteOffset, head.bytes.byteLength).toString();
  const lines = content.split('\n');
  const cutOff = head.whole ? '' : lines.pop()!;
  const objects: JsonObject[] = [];
  let counted = 0;
  let readable = 0;
  let firstError: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    if (counted === LOOKED_AT) break;
    counted++;
    try {
      const value: JsonValue = text.parse(line);
      readable++;
      if (isJsonObject(value)) objects.push(value);
    } catch (error) {
      firstError ??= (error as Error).message;
    }
  }
  if (counted === 0 && cutOff.trim() !== '') {
    const seen = visibleMembers(cutOff.trim());
    if (Object.keys(seen).length > 0) return { objects: [seen], lines: 1, readable: 1, text, firstError };
    counted = 1;
  }
  return { objects, lines: counted, readable, text, firstError };
}

/** The members of an object whose end is not there; a value that is cut off itself counts as an empty object. */
function visibleMembers(text: string): JsonObject {
  const entries = membersOf(text).map(({ key, start, end, whole }): [string, JsonValue] => {
    const value = text.slice(start, end);
    return [key, whole ? parseJson(value) : Object.fromEntries(value.startsWith('{') ? nested(value) : [])];
  });
  return Object.fromEntries(entries);
}

const nested = (text: string): [string, JsonValue][] =>
  membersOf(text).flatMap(({ key, start, end, whole }) =>
    whole ? [[key, parseJson(text.slice(start, end))] as [string, JsonValue]] : [[key, {}]],
  );
