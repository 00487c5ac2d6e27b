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
  const [first] = list === undefined ? [] : itemsOf(list, 1).items;
  return new Set(first === undefined ? [] : membersOf(list!.slice(first.start, first.end)).map(({ key }) => key));
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

/** Where the items of a list, or the members of an object, stand in its text. */
export interface Pieces {
  readonly text: string;
  readonly items: readonly Piece[];
  /** Whether the text goes on behind the last item with something that is no JSON. */
  readonly breaksOff: boolean;
}

interface Piece extends Pick<Member, 'start' | 'end' | 'whole'> {
  readonly key: string;
}

export function piecesOf(text: string): Pieces {
  if (text.startsWith('{')) return { text, items: membersOf(text), breaksOff: false };
  const { items, closed } = itemsOf(text);
  const breaksOff = !closed && items.at(-1)?.whole !== false;
  return { text, items: items.map((item) => ({ key: '', ...item })), breaksOff };
}

/**
 * Calls `take` for each piece that is an object, in order or from the last to the first. One that is no object, cannot
 * be read, or for which `take` answers a reason becomes a problem. `what` names an item: `event`.
 */
export async function eachItem(
  { text, items, breaksOff }: Pieces,
  what: string,
  writer: EventWriter,
  context: ScanContext,
  take: (item: JsonItem, number: number) => string | null,
  backwards = false,
): Promise<void> {
  for (let done = 0; done < items.length; done++) {
    const i = backwards ? items.length - 1 - done : done;
    const { key, start, end, whole } = items[i]!;
    const place = `${what} ${key === '' ? formatCount(i + 1) : key}`;
    const own = text.slice(start, end);
    const reason = whole
      ? guarded(own, (value) => take({ value, text: own, key, place }, i))
      : 'It is cut off: the document ends in the middle of it.';
    if (reason !== null) writer.problem(place, reason);
    if (done % 256 === 0) {
      await context.breathe({ phase: 'read', done, total: items.length, unit: 'events' });
      context.signal.throwIfAborted();
    }
  }
  if (breaksOff) {
    writer.problem(`behind ${what} ${formatCount(items.length)}`, 'The list breaks off: what follows is no JSON.');
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
