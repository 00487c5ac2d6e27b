import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';
import { formatCount } from '../../../../shared/format.ts';
import { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { ScanContext, StoreHead, StoreSource } from '../format.ts';
import type { EventWriter } from './eventWriter.ts';

// The only importer of saxes: it checks that XML is well-formed and loads nothing that the file names. Names are told
// without their prefix, since the logs of many tools lack the namespace or bind it to a prefix of their own.

export type XmlAttributes = Readonly<Record<string, string>>;

export interface XmlHandlers {
  /** `place` answers where the element begins. */
  open(name: string, attributes: XmlAttributes, place: () => string): void;
  close(name: string): void;
  text?(text: string): void;
}

/** Deeper, wider or longer things are no event logs. */
const DEEPEST = 200;
const MOST_ATTRIBUTES = 100;
const LONGEST_TEXT = 64 * 1024 * 1024;
const CHUNK = 256 * 1024;

/**
 * Reads the document piece by piece. Where it stops being XML the rest is a problem, and what was told before stays.
 * Throws InspectorError: `unreadable` for a DTD or an unknown encoding, `limit-exceeded` past the limits above.
 */
export async function readXml(
  source: StoreSource,
  head: StoreHead,
  writer: EventWriter,
  context: ScanContext,
  handlers: XmlHandlers,
): Promise<void> {
  const decoder = decoderOf(head);
  const parser = new SaxesParser({ xmlns: false, position: true });
  const guard = new Guard();
  /** Only the first fault counts: the parser goes on behind it, and what it tells then is guesswork. */
  const faults: { place: string; reason: string }[] = [];
  const place = (): string => `line ${formatCount(parser.line)}, column ${formatCount(parser.column)}`;
  const fail = (error: Error): void => {
    faults.push({ place: place(), reason: error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '') });
  };
  parser.on('error', fail);
  parser.on('doctype', refuseDoctype);
  parser.on('attribute', (attribute) => guard.attribute(attribute as SaxesAttributePlain));
  parser.on('opentag', (tag) => {
    guard.open(tag);
    if (faults.length === 0) handlers.open(localName(tag.name), tag.attributes, place);
  });
  parser.on('closetag', (tag) => {
    guard.close();
    if (faults.length === 0) handlers.close(localName(tag.name));
  });
  const text = (piece: string): void => {
    if (faults.length === 0) handlers.text?.(piece);
  };
  parser.on('text', text);
  parser.on('cdata', text);

  let done = 0;
  let replaced = false;
  for await (const chunk of createReadStream(source.readPath, { highWaterMark: CHUNK })) {
    const piece = decoder.decode(chunk as Buffer, { stream: true });
    replaced ||= piece.includes('\uFFFD');
    parser.write(piece);
    done += (chunk as Buffer).length;
    guard.progress(parser.position);
    if (faults.length > 0) break;
    await context.breathe({ phase: 'read', done, unit: 'bytes' });
    context.signal.throwIfAborted();
  }
  if (faults.length === 0) parser.close();
  if (replaced) writer.note('Some of its text is not in the encoding that it names; it is shown as \uFFFD.');
  const [first] = faults;
  if (first === undefined) return;
  const early = /^(unclosed tag|document must contain a root|unexpected end)/.test(first.reason);
  const what = early ? 'The document ends early' : 'From here on it is no well-formed XML';
  writer.problem(first.place, `${what} (${first.reason}); what stands before was read.`);
}

/** What the beginning of an XML document shows of it. */
export interface XmlOutline {
  readonly root: string;
  readonly rootAttributes: XmlAttributes;
  /** The elements right below the root, each once. */
  readonly children: ReadonlySet<string>;
  /** Values of `key` attributes one level further down: XES and OCEL 1.0 name what they hold by them. */
  readonly keys: ReadonlySet<string>;
}

const OUTLINE_ELEMENTS = 2000;

/** The outline that the head shows; `null` when it is no XML. */
export function xmlOutline(head: StoreHead): XmlOutline | null {
  if (head.tables !== null || head.bytes.find((byte) => byte > 0x20) !== 0x3c) return null;
  const parser = new SaxesParser({ xmlns: false, position: false });
  const children = new Set<string>();
  const keys = new Set<string>();
  let root: { name: string; attributes: XmlAttributes } | null = null;
  let depth = 0;
  let elements = 0;
  const stop = new Error('enough');
  parser.on('error', () => {
    throw stop;
  });
  parser.on('opentag', (tag) => {
    root ??= { name: localName(tag.name), attributes: tag.attributes };
    if (depth === 1) children.add(localName(tag.name));
    if (depth === 2 && tag.attributes.key !== undefined) keys.add(tag.attributes.key);
    depth++;
    if (++elements === OUTLINE_ELEMENTS) throw stop;
  });
  parser.on('closetag', () => {
    depth--;
  });
  try {
    // The names that matter are ASCII, whatever the encoding is.
    parser.write(new TextDecoder().decode(head.bytes));
  } catch (error) {
    if (error !== stop) throw error;
  }
  if (root === null) return null;
  const { name, attributes } = root;
  return { root: name, rootAttributes: attributes, children, keys };
}

function refuseDoctype(): never {
  throw new InspectorError(
    'unreadable',
    'The XML file has a document type definition (<!DOCTYPE …>). These can name other files or grow without end, so none is read.',
    { advice: 'Event logs need none: remove that line in a copy, and open the copy.' },
  );
}

/** The encoding of the XML declaration; UTF-16 was turned into UTF-8 before. */
function decoderOf({ bytes }: StoreHead): TextDecoder {
  const declaration = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const label = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(declaration)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(/^(utf-16|ucs-2|iso-10646)/i.test(label) ? 'utf-8' : label);
  } catch {
    throw new InspectorError('unreadable', `The XML file names an encoding that is not known: "${label}".`, {
      advice: 'Convert it to UTF-8, for example with iconv.',
    });
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Holds a document to the limits. */
class Guard {
  #depth = 0;
  #attributes = 0;
  #position = 0;
  #told = true;

  attribute({ value }: SaxesAttributePlain): void {
    if (++this.#attributes > MOST_ATTRIBUTES) this.#exceeded(`an element with more than ${MOST_ATTRIBUTES} attributes`);
    if (value.length > LONGEST_TEXT) this.#exceeded('an attribute of more than 64 MB');
  }

  open({ isSelfClosing }: SaxesTagPlain): void {
    this.#attributes = 0;
    this.#told = true;
    // A tag that closes itself is told as closed as well.
    if (++this.#depth > DEEPEST && !isSelfClosing) this.#exceeded(`elements nested deeper than ${DEEPEST} levels`);
  }

  close(): void {
    this.#told = true;
    this.#depth--;
  }

  /** To be told how far the parser is after each piece: nothing of XES or OCEL is that long between two tags. */
  progress(position: number): void {
    if (this.#told) this.#position = position;
    else if (position - this.#position > LONGEST_TEXT) this.#exceeded('text of more than 64 MB');
    this.#told = false;
  }

  #exceeded(what: string): never {
    throw new InspectorError('limit-exceeded', `The XML file has ${what}; reading was stopped.`, {
      advice: 'This is no event log that could be shown.',
    });
  }
}
