import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { formatBytes, formatCount } from '../../../../shared/format.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../../../shared/json.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { ScanContext, StoreHead, StoreSource } from '../format.ts';
import { itemsOf, type Member, membersOf } from '../rawJson.ts';
import type { EventWriter } from './eventWriter.ts';

// JSON documents are small in practice, so they are held as one text. It is cut, not parsed, and each event is parsed by
// itself: one bad event, or an end that is missing, costs no other event.

/** Such a document and its pieces take several times as much memory. */
const LARGEST = 256 * 1024 * 1024;

/** The text of the document. Throws InspectorError `limit-exceeded` when it is larger than 256 MB. */
export async function readJson(source: StoreSource, writer: EventWriter, context: ScanContext): Promise<string> {
  const { size } = await stat(source.readPath);
  if (size > LARGEST) {
    throw new InspectorError(
      'limit-exceeded',
      `The document is ${formatBytes(size)} long. A document of this kind is held in memory, up to ${formatBytes(LARGEST)}.`,
      { advice: 'Export fewer events at a time.' },
    );
  }
  const bytes = await readFile(source.readPath, { signal: context.signal });
  if (!isUtf8(bytes)) writer.note('It holds bytes that are not UTF-8; they are shown as \uFFFD.');
  const text = bytes.toString();
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The members of the object that the head begins with, as far as they can be seen: `null` when it is no object. */
export function headMembers(head: StoreHead): Map<string, string> | null {
  if (head.tables !== null || head.bytes.find((byte) => byte > 0x20) !== 0x7b) return null;
  const text = new TextDecoder().decode(head.bytes);
  return new Map(membersOf(text).map(({ key, start, end }) => [key, text.slice(start, end)]));
}

/** The names in the first item of a list, as far as they can be seen. */
export function firstItemKeys(list: string | undefined): Set<string> {
  return new Set(membersOf(firstItem(list ?? '')).map(({ key }) => key));
}

/** The text of a list's first item, as far as it is there; '' when there is none. */
export function firstItem(list: string): string {
  for (const { start, end } of itemsOf(list)) return list.slice(start, end);
  return '';
}

/** The document's own members, by name; a problem when it ends before they do. */
export function topMembers(text: string, writer: EventWriter): Map<string, string> {
  const members = membersOf(text);
  tellCutOff(members.at(-1), writer);
  return new Map(members.map(({ key, start, end }) => [key, text.slice(start, end)]));
}

function tellCutOff(last: Member | undefined, writer: EventWriter): void {
  if (last === undefined || last.whole) return;
  writer.problem(`member "${last.key}"`, 'The document ends early, in the middle of it; what stands before was read.');
}

export interface JsonItem {
  readonly value: JsonObject;
  /** As written. */
  readonly text: string;
  /** Its name, where the items are the members of an object; '' in a list. */
  readonly key: string;
  /** `event 12`. */
  readonly place: string;
}

/** The items of a list, or the members of an object, in its text. They can be gone through once. */
export interface Pieces {
  readonly text: string;
  readonly items: Iterable<Piece>;
}

export interface Piece extends Member {
  /** From 1, as they stand in the document. */
  readonly number: number;
  /** Stands for the end of a list that has none: there the text is no JSON. */
  readonly breaksOff?: boolean;
}

export function piecesOf(text: string): Pieces {
  if (!text.startsWith('{')) return { text, items: listPieces(text) };
  return { text, items: membersOf(text).map((member, i) => ({ ...member, number: i + 1 })) };
}

function* listPieces(text: string): Generator<Piece> {
  const items = itemsOf(text);
  let whole = true;
  for (let number = 1; ; number++) {
    const { value, done } = items.next();
    if (done) {
      if (!value && whole)
        yield { key: '', start: text.length, end: text.length, whole, number: number - 1, breaksOff: true };
      return;
    }
    whole = value.whole;
    yield { key: '', number, ...value };
  }
}

/**
 * Calls `take` for each piece that is an object, with how many came before it. One that is no object, cannot be read, or
 * for which `take` answers a reason becomes a problem. `what` names an item: `event`.
 */
export async function eachItem(
  { text, items }: Pieces,
  what: string,
  writer: EventWriter,
  context: ScanContext,
  take: (item: JsonItem, before: number) => string | null,
): Promise<void> {
  let before = 0;
  for (const { key, number, start, end, whole, breaksOff } of items) {
    const place = `${what} ${key === '' ? formatCount(number) : key}`;
    if (breaksOff) {
      writer.problem(`behind ${place}`, 'The list breaks off: what follows is no JSON.');
      continue;
    }
    const own = text.slice(start, end);
    const reason = whole
      ? guarded(own, (value) => take({ value, text: own, key, place }, before))
      : 'It is cut off: the document ends in the middle of it.';
    if (reason !== null) writer.problem(place, reason);
    if (before++ % 256 !== 0) continue;
    await context.breathe({ phase: 'read', done: end, total: text.length, unit: 'bytes' });
    context.signal.throwIfAborted();
  }
}

/** Parses an object and gives it to `use`; a reason when that cannot be done. */
function guarded(text: string, use: (value: JsonObject) => string | null): string | null {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? use(value) : 'It is JSON, but no object.';
  } catch (error) {
    if (error instanceof SyntaxError) return `It is no JSON: ${error.message}.`;
    if (error instanceof RangeError) return 'It is nested too deeply.';
    throw error;
  }
}
