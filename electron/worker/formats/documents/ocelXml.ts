import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import { documentFormat } from './document.ts';
import type { EventWriter } from './eventWriter.ts';
import { type NamedText, type TextKind, typedText } from './jsonText.ts';
import { OcelObjects, type OcelRelation, ocelTraits, writeOcelEvent } from './ocel.ts';
import { readXml, type XmlAttributes, xmlOutline } from './xmlDocument.ts';

// 2.0: <event id type time> with <attribute name>text</attribute> and <relationship object-id qualifier/>; the types of
// attributes are declared in <event-types>. 1.0: everything is <string key value/> and the like, as in XES, with lists
// omap (objects) and vmap (attributes).

export const ocelXml: StoreFormat = documentFormat({
  id: 'ocel-xml',
  name: 'OCEL XML',
  provenBy: 'the example logs of the OCEL standard, 1.0 and 2.0',
  ...ocelTraits,
  probe,
  convert: (source, head, writer, context) => convert(source, head, writer, context),
});

function probe(head: StoreHead): ProbeResult {
  const no = (reason: string): ProbeResult => ({ match: false, reason });
  const outline = xmlOutline(head);
  if (outline === null) return no('It is no XML.');
  const { root, children, keys } = outline;
  if (root !== 'log') return no(`Its root element is <${root}>, not <log>.`);
  const sections = ['events', 'objects', 'object-types', 'event-types'];
  return sections.some((name) => children.has(name)) || [...keys].some((key) => key.startsWith('ocel:'))
    ? { match: true }
    : no('Its <log> has no <events>, <objects>, <event-types> or <object-types>.');
}

const kinds: ReadonlyMap<string, TextKind> = new Map([
  ['int', 'integer'],
  ['integer', 'integer'],
  ['float', 'number'],
  ['boolean', 'boolean'],
]);

/** An event or an object while it is open. */
interface Thing {
  readonly place: string;
  id: string;
  type: string;
  time: string;
  readonly attributes: NamedText[];
  readonly relations: OcelRelation[];
  readonly doubts: string[];
}

class OcelXmlConverter {
  readonly objects = new OcelObjects();
  readonly #writer: EventWriter;
  readonly #path: string[] = [];
  /** By event type and attribute. */
  readonly #declared = new Map<string, TextKind>();
  #declaring = '';
  #thing: Thing | null = null;
  #attribute: string | null = null;
  #text = '';

  constructor(writer: EventWriter) {
    this.#writer = writer;
  }

  open(name: string, attributes: XmlAttributes, place: () => string): void {
    this.#path.push(name);
    const section = this.#path[1];
    if (this.#path.length === 3 && section === 'event-types') this.#declaring = attributes.name ?? '';
    else if (section === 'event-types' && name === 'attribute') {
      this.#declared.set(`${this.#declaring}\0${attributes.name}`, kinds.get(attributes.type ?? '') ?? 'text');
    } else if (this.#path.length === 3 && (section === 'events' || section === 'objects')) {
      const { id = '', type = '', time = '' } = attributes;
      this.#thing = { place: place(), id, type, time, attributes: [], relations: [], doubts: [] };
    } else if (this.#thing !== null) this.#openInside(this.#thing, name, attributes);
  }

  #openInside(thing: Thing, name: string, attributes: XmlAttributes): void {
    const { key, value = '' } = attributes;
    const objectId = attributes['object-id'];
    if (objectId !== undefined) {
      thing.relations.push({ objectId, qualifier: attributes.qualifier ?? '' });
    } else if (key === undefined) {
      if (name === 'attribute') this.#attribute = attributes.name ?? '';
      this.#text = '';
    } else if (this.#path.length === 4) {
      if (key === 'id') thing.id = value;
      else if (key === 'type' || key === 'activity') thing.type = value;
      else if (key === 'timestamp') thing.time = value;
    } else if (key === 'object-id') thing.relations.push({ objectId: value, qualifier: '' });
    else if (name !== 'list') this.#take(thing, key, value, kinds.get(name) ?? 'text');
  }

  text(piece: string): void {
    if (this.#attribute !== null) this.#text += piece;
  }

  close(name: string): void {
    const depth = this.#path.length;
    const section = this.#path[1];
    this.#path.pop();
    const thing = this.#thing;
    if (thing === null) return;
    if (name === 'attribute' && this.#attribute !== null) {
      const kind = this.#declared.get(`${thing.type}\0${this.#attribute}`) ?? 'text';
      this.#take(thing, this.#attribute, this.#text, kind);
      this.#attribute = null;
    }
    if (depth !== 3) return;
    this.#thing = null;
    if (section === 'objects') {
      this.objects.add(thing.id, thing.type, thing.attributes.length, thing.relations.length);
      return;
    }
    const reason = writeOcelEvent(thing, this.objects, this.#writer, thing.place, thing.doubts);
    if (reason !== null) this.#writer.problem(thing.place, reason);
  }

  #take(thing: Thing, name: string, text: string, kind: TextKind): void {
    const json = typedText(kind, text);
    if (json === null)
      thing.doubts.push(`The attribute ${name} holds "${text}", which is no ${kind}: it is kept as text.`);
    thing.attributes.push([name, json ?? JSON.stringify(text)]);
  }
}

async function convert(source: StoreSource, head: StoreHead, writer: EventWriter, context: ScanContext): Promise<void> {
  const converter = new OcelXmlConverter(writer);
  await readXml(source, head, writer, context, converter);
  converter.objects.tell(writer);
}
