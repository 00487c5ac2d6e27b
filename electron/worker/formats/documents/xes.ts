import { formatCount } from '../../../../shared/format.ts';
import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import { objectText } from '../rawJson.ts';
import { documentFormat } from './document.ts';
import { documentTime } from './documentTime.ts';
import type { EventWriter } from './eventWriter.ts';
import { groupedObject, listText, type NamedText, type TextKind, typedText } from './jsonText.ts';
import { readXml, type XmlAttributes, xmlOutline } from './xmlDocument.ts';

// XES (IEEE 1849): log > trace > event, each with typed attributes by key. A trace is a stream, named by its
// concept:name. There are no numbers and no order across traces. Logs of 1.0 and 2.0 differ in nothing that matters here.

export const xes: StoreFormat = documentFormat({
  id: 'xes',
  name: 'XES event log',
  provenBy: 'published logs, among them of OpenXES 1.0RC7 and Fluxicon Nitro',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  order: 'by-time-streams-in-order',
  probe,
  convert: (source, head, writer, context) => convert(source, head, writer, context),
});

/** Elements below the log that OCEL has and XES has not. */
const ofOcel = ['events', 'objects', 'object-types', 'event-types'];
const ofXes = ['trace', 'event', 'extension', 'classifier', 'global'];

function probe(head: StoreHead): ProbeResult {
  const no = (reason: string): ProbeResult => ({ match: false, reason });
  const outline = xmlOutline(head);
  if (outline === null) return no('It is no XML.');
  const { root, rootAttributes, children, keys } = outline;
  if (root !== 'log') return no(`Its root element is <${root}>, not <log>.`);
  if (ofOcel.some((name) => children.has(name)) || [...keys].some((key) => key.startsWith('ocel:'))) {
    return no('It is an object-centric log (OCEL).');
  }
  const says = Object.entries(rootAttributes).some(
    ([name, value]) => name === 'xes.version' || /xes-standard/.test(value),
  );
  if (!says && !ofXes.some((name) => children.has(name))) return no('Its <log> has neither a trace nor an event.');
  return { match: true };
}

const kinds: ReadonlyMap<string, TextKind> = new Map([
  ['string', 'text'],
  ['date', 'text'],
  ['id', 'text'],
  ['int', 'integer'],
  ['float', 'number'],
  ['boolean', 'boolean'],
]);

/** Attributes of these standard extensions say how and by whom an event came about: they are its metadata. */
const ofEnvelope = /^(lifecycle|org|concept|time|identity):/;

interface Attribute {
  readonly tag: string;
  readonly key: string;
  readonly value: string | undefined;
  readonly nested: NamedText[];
}

/** What is open: a log, a trace or an event with its attributes so far, an attribute, or something to pass over. */
interface Frame {
  readonly element: 'log' | 'trace' | 'event' | 'attribute' | 'other';
  readonly attribute: Attribute | null;
}

class XesConverter {
  readonly #writer: EventWriter;
  readonly #open: Frame[] = [];
  readonly #log: string[] = [];
  #traces = 0;
  #traceName = '';
  #trace: NamedText[] = [];
  #traceHasEvents = false;
  #event = new Map<string, { attribute: Attribute; json: string }[]>();
  #eventPlace = '';
  #doubts: string[] = [];

  constructor(writer: EventWriter) {
    this.#writer = writer;
  }

  open(name: string, attributes: XmlAttributes, place: () => string): void {
    const parent = this.#open.at(-1);
    let element: Frame['element'] = 'other';
    let attribute: Attribute | null = null;
    if (parent === undefined) element = 'log';
    else if (name === 'trace' && parent.element === 'log') {
      element = 'trace';
      this.#traces++;
      this.#traceName = '';
      this.#trace = [];
      this.#traceHasEvents = false;
    } else if (name === 'event' && (parent.element === 'log' || parent.element === 'trace')) {
      element = 'event';
      this.#eventPlace = place();
      this.#event = new Map();
      this.#doubts = [];
    } else if (parent.element !== 'other' && (kinds.has(name) || name === 'list' || name === 'container')) {
      element = 'attribute';
      attribute = { tag: name, key: attributes.key ?? '', value: attributes.value, nested: [] };
      if (parent.element === 'trace' && this.#traceHasEvents) {
        this.#writer.problem(place(), 'An attribute of a trace stands behind its events: it is left out.');
      }
    } else if (name === 'values' && parent.attribute !== null) {
      element = 'attribute'; // The items of a list: they are the list's own.
      attribute = parent.attribute;
    }
    this.#open.push({ element, attribute });
  }

  close(name: string): void {
    const { element, attribute } = this.#open.pop()!;
    const parent = this.#open.at(-1);
    if (element === 'event') this.#writeEvent(parent?.element === 'trace');
    if (element !== 'attribute' || attribute === null || name === 'values') return;
    const json = this.#jsonOf(attribute);
    if (parent?.element === 'attribute') parent.attribute!.nested.push([attribute.key, json]);
    else if (parent?.element === 'event') {
      const same = this.#event.get(attribute.key);
      if (same === undefined) this.#event.set(attribute.key, [{ attribute, json }]);
      else same.push({ attribute, json });
    } else if (parent?.element === 'trace') {
      if (attribute.key === 'concept:name') this.#traceName = attribute.value ?? '';
      else if (!this.#traceHasEvents) this.#trace.push([attribute.key, json]);
    } else this.#log.push(`${attribute.key} = ${(attribute.value ?? json).slice(0, 200)}`);
  }

  #jsonOf({ tag, key, value, nested }: Attribute): string {
    if (tag === 'list') return listText(nested.map((one) => objectText([one])));
    if (tag === 'container') return groupedObject(nested);
    let json = value === undefined ? 'null' : typedText(kinds.get(tag)!, value);
    if (json === null) {
      this.#doubts.push(`The ${tag} attribute ${key} holds "${value}", which is none: it is kept as text.`);
      json = JSON.stringify(value);
    }
    return nested.length === 0 ? json : groupedObject([['value', json], ...nested]);
  }

  /** The text of an attribute of the event that has nothing but a value, which is then no longer an attribute. */
  #take(key: string): string {
    const [found, second] = this.#event.get(key) ?? [];
    if (found === undefined || second !== undefined || found.attribute.nested.length > 0)
      return found?.attribute.value ?? '';
    this.#event.delete(key);
    return found.attribute.value ?? '';
  }

  #writeEvent(inTrace: boolean): void {
    const writer = this.#writer;
    const type = this.#take('concept:name');
    if (type === '') {
      writer.problem(this.#eventPlace, 'The event has no concept:name: that names no type.');
      return;
    }
    const timeText = this.#event.get('time:timestamp')?.[0]?.attribute.value;
    const time = timeText === undefined ? '' : documentTime(timeText, writer);
    if (time !== '') this.#take('time:timestamp');
    else if (timeText !== undefined) this.#doubts.push(`"${timeText}" is no time that can be read.`);
    const id = this.#take('identity:id');
    const actor = this.#take('org:resource');
    const data: NamedText[] = [];
    const metadata: NamedText[] = [];
    for (const [key, attributes] of this.#event) {
      const target = ofEnvelope.test(key) ? metadata : data;
      for (const { json } of attributes) target.push([key, json]);
    }
    if (inTrace && !this.#traceHasEvents && this.#trace.length > 0) {
      metadata.push(['trace', groupedObject(this.#trace)]);
    }
    if (inTrace) this.#traceHasEvents = true;
    for (const doubt of this.#doubts) writer.problem(this.#eventPlace, doubt, writer.events);
    const stream = inTrace ? this.#traceName || `(trace ${this.#traces})` : '(no trace)';
    writer.event({
      stream,
      type,
      time,
      id,
      actor,
      data: groupedObject(data),
      metadata: metadata.length === 0 ? null : groupedObject(metadata),
    });
  }

  /** What is said of the log as a whole. */
  notes(): string[] {
    const said = this.#log.slice(0, 10).join(', ');
    return [
      'A trace is a stream. XES keeps no order across traces: events are ordered by time, those of a trace as written.',
      'What a trace says of itself stands in the metadata of its first event.',
      ...(said === '' ? [] : [`The log of ${formatCount(this.#traces)} traces says of itself: ${said}.`]),
    ];
  }
}

async function convert(source: StoreSource, head: StoreHead, writer: EventWriter, context: ScanContext): Promise<void> {
  const converter = new XesConverter(writer);
  await readXml(source, head, writer, context, converter);
  for (const note of converter.notes()) writer.note(note);
}
