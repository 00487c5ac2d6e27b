import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { toText } from '../fields.ts';
import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import { itemsOf, membersOf, memberText } from '../rawJson.ts';
import { documentFormat } from './document.ts';
import type { EventWriter } from './eventWriter.ts';
import { eachItem, firstItemKeys, headMembers, type JsonItem, piecesOf, readJson, topMembers } from './jsonDocument.ts';
import type { NamedText } from './jsonText.ts';
import { OcelObjects, type OcelRelation, ocelTraits, writeOcelEvent } from './ocel.ts';

// 2.0: lists "events" and "objects", attributes and relationships as lists. 1.0: "ocel:events" and "ocel:objects" by id,
// attributes as an object (vmap), objects as a list of ids (omap).

export const ocelJson: StoreFormat = documentFormat({
  id: 'ocel-json',
  name: 'OCEL JSON',
  provenBy: 'the example logs of the OCEL standard, 1.0 and 2.0',
  ...ocelTraits,
  probe,
  convert: (source, _head, writer, context) => convert(source, writer, context),
});

function probe(head: StoreHead): ProbeResult {
  const members = headMembers(head);
  if (members === null) return { match: false, reason: 'It is no JSON object.' };
  const is1 = [...members.keys()].some((key) => key.startsWith('ocel:'));
  const declares = members.has('objectTypes') || members.has('eventTypes');
  const is2 = declares && (members.has('events') || members.has('objects'));
  // A long list may hide what stands behind it: then the first event has to tell.
  const keys = firstItemKeys(members.get('events'));
  const tells = ['id', 'type', 'time', 'relationships'].every((key) => keys.has(key));
  return is1 || is2 || tells
    ? { match: true }
    : { match: false, reason: 'It has neither "objectTypes", "eventTypes" and "events" nor "ocel:events".' };
}

async function convert(source: StoreSource, writer: EventWriter, context: ScanContext): Promise<void> {
  const members = topMembers(await readJson(source, writer, context), writer);
  const objects = new OcelObjects();
  const is1 = members.has('ocel:events');
  const described = piecesOf(members.get(is1 ? 'ocel:objects' : 'objects') ?? '[]');
  await eachItem(described, 'object', writer, context, ({ value, key }) => {
    if (is1) objects.add(key, toText(value['ocel:type']), countOf(value['ocel:ovmap']), 0);
    else objects.add(toText(value.id), toText(value.type), countOf(value.attributes), countOf(value.relationships));
    return null;
  });
  const events = piecesOf(members.get(is1 ? 'ocel:events' : 'events') ?? '[]');
  await eachItem(events, 'event', writer, context, (item) =>
    is1 ? writeFirst(item, objects, writer) : writeSecond(item, objects, writer),
  );
  objects.tell(writer);
}

const countOf = (value: JsonValue | undefined): number =>
  Array.isArray(value) ? value.length : isJsonObject(value) ? Object.keys(value).length : 0;

function writeFirst({ key, value, text, place }: JsonItem, objects: OcelObjects, writer: EventWriter): string | null {
  const doubts: string[] = [];
  const map = memberText(text, 'ocel:vmap') ?? '{}';
  const attributes = membersOf(map).map(({ key: name, start, end }): NamedText => [name, map.slice(start, end)]);
  const relations = listOf(value, 'ocel:omap', doubts).map(
    (id): OcelRelation => ({ objectId: toText(id), qualifier: '' }),
  );
  const event = { id: key, type: toText(value['ocel:activity']), time: toText(value['ocel:timestamp']) };
  return writeOcelEvent({ ...event, attributes, relations }, objects, writer, place, doubts);
}

function writeSecond({ value, text, place }: JsonItem, objects: OcelObjects, writer: EventWriter): string | null {
  const doubts: string[] = [];
  listOf(value, 'attributes', doubts);
  const list = memberText(text, 'attributes') ?? '[]';
  const attributes = Array.from(itemsOf(list), ({ start, end }): NamedText => {
    const attribute = list.slice(start, end);
    return [JSON.parse(memberText(attribute, 'name') ?? '""') as string, memberText(attribute, 'value') ?? 'null'];
  });
  const relations = listOf(value, 'relationships', doubts)
    .filter(isJsonObject)
    .map((one): OcelRelation => ({ objectId: toText(one.objectId), qualifier: toText(one.qualifier) }));
  const event = { id: toText(value.id), type: toText(value.type), time: toText(value.time) };
  return writeOcelEvent({ ...event, attributes, relations }, objects, writer, place, doubts);
}

/** The list in a member; none where it is missing, and a doubt where it is something else. */
function listOf(value: JsonObject, key: string, doubts: string[]): readonly JsonValue[] {
  const list = value[key];
  if (Array.isArray(list)) return list;
  if (list != null) doubts.push(`Its ${key} are no list: they are left out.`);
  return [];
}
