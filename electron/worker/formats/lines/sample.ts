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
const LINE_BREAK = 0x0a;

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
  const bytes = Buffer.from(head.bytes.buffer, head.bytes.byteOffset, head.bytes.byteLength);
  // What follows the last line break is a line of its own only where nothing is cut off.
  const end = head.whole ? bytes.length : bytes.lastIndexOf(LINE_BREAK) + 1;
  const objects: JsonObject[] = [];
  let counted = 0;
  let readable = 0;
  let firstError: string | null = null;
  for (let from = 0, to = 0; from < end && counted < LOOKED_AT; from = to + 1) {
    to = bytes.indexOf(LINE_BREAK, from);
    if (to < 0) to = end;
    const line = bytes.toString('utf8', from, to);
    if (line.trim() === '') continue;
    counted++;
    try {
      const value: JsonValue = text.parse(line);
      readable++;
      if (isJsonObject(value)) objects.push(value);
    } catch (error) {
      firstError ??= (error as Error).message;
    }
  }
  const cutOff = counted === 0 ? bytes.toString('utf8', end).trim() : '';
  if (cutOff !== '') {
    const seen = visibleMembers(cutOff);
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
