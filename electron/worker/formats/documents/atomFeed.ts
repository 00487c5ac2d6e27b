import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../../shared/json.ts';
import { isoToMicros } from '../../../../shared/time.ts';
import { actorKeys, causationKeys, correlationKeys, firstText, toObject, toPosition, toText } from '../fields.ts';
import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import { memberText } from '../rawJson.ts';
import { versionOfKeys } from '../schemaVersion.ts';
import { documentFormat } from './document.ts';
import type { EventWriter } from './eventWriter.ts';
import { eachItem, headMembers, type JsonItem, piecesOf, readJson, topMembers } from './jsonDocument.ts';

// Pages of the HTTP API as JSON: EventStore/EventStore src/EventStore.Transport.Http/Atom/Feed.cs and
// Core/Services/Transport/Http/Convert.cs. Entries run from the newest to the oldest; data and metadata are JSON in
// strings, and there only when the page was asked for with embed=body.

export const atomFeed: StoreFormat = documentFormat({
  id: 'kurrent-atom',
  name: 'KurrentDB Atom feed',
  provenBy: 'a feed with embed=body in the fields of the HTTP API’s source',
  firstRevision: 0,
  revisionLabel: 'event number',
  globalGapsAreNormal: true,
  probe,
  convert: (source, _head, writer, context) => convert(source, writer, context),
});

function probe(head: StoreHead): ProbeResult {
  const no = (reason: string): ProbeResult => ({ match: false, reason });
  const members = headMembers(head);
  if (members === null) return no('It is no JSON object.');
  if (!members.get('entries')?.startsWith('[')) return no('It has no list "entries".');
  const missing = ['id', 'updated', 'links'].find((key) => !members.has(key));
  return missing === undefined ? { match: true } : no(`It has no "${missing}", which every feed has.`);
}

async function convert(source: StoreSource, writer: EventWriter, context: ScanContext): Promise<void> {
  const members = topMembers(await readJson(source, writer, context), writer);
  let bare = 0;
  const { text, items } = piecesOf(members.get('entries') ?? '[]');
  const take = (entry: JsonItem): string | null => {
    const item = withContent(entry);
    const { value } = item;
    // `11@order-5`, the title of every entry, is all that a page without embed says of its event.
    const [number = '', ...rest] = toText(value.title).split('@');
    const type = toText(value.eventType) || toText(value.summary);
    if (type === '') return 'It names no event type.';
    if (type === '$>') {
      writer.leaveOut('links, whose events are in a page only with ?embed=body');
      return null;
    }
    if (value.data == null) bare++;
    writeEntry(item, type, toText(value.eventNumber) || number, toText(value.streamId) || rest.join('@'), writer);
    return null;
  };
  await eachItem({ text, items: [...items].reverse() }, 'entry', writer, context, take);
  writer.note('A feed runs from the newest event to the oldest: it is turned round.');
  if (bare > 0) {
    writer.note('Some entries have no payload: ask for ?embed=body, and for ?embed=tryharder for what is no JSON.');
  }
  const isWhole = members.get('headOfStream') === 'true' && !/"relation"\s*:\s*"next"/.test(members.get('links') ?? '');
  if (!isWhole) writer.note('This is one page of a stream: events before or behind it are not in it.');
}

/** With embed=content an event stands in a member of its own, under other names. */
function withContent(item: JsonItem): JsonItem {
  const { content, ...others } = item.value;
  if (!isJsonObject(content)) return item;
  const { eventType, eventNumber, eventId, eventStreamId, data, metadata } = content;
  const renamed = { eventType, eventNumber, eventId, streamId: eventStreamId, data, metaData: metadata };
  const there = Object.entries(renamed).filter(([, value]) => value !== undefined) as [string, JsonValue][];
  return { ...item, value: { ...others, ...Object.fromEntries(there) }, text: memberText(item.text, 'content')! };
}

function writeEntry(
  { value, text, place }: JsonItem,
  type: string,
  revision: string,
  stream: string,
  writer: EventWriter,
): void {
  const metadata = toObject(value.metaData);
  const time = toText(value.updated);
  if (toPosition(revision) < 0n) writer.problem(place, `"${revision}" is no event number.`, writer.events);
  if (Number.isNaN(isoToMicros(time))) writer.problem(place, `"${time}" is no time that can be read.`, writer.events);
  if (value.metaData != null && value.metaData !== '' && metadata === null) {
    writer.problem(place, 'Its metadata are no JSON object: they are kept as text.', writer.events);
  }
  const data = dataOf(value, text);
  if (data === null)
    writer.problem(place, 'Its data should be JSON and are none: they are kept as text.', writer.events);
  // In a feed of links, such as $ce-order, an entry has a number of its own there.
  const isLinked = value.positionStreamId !== undefined && value.positionStreamId !== value.streamId;
  if (isLinked) writer.note('Entries of a feed of links have the time of the link, not of the event.');
  writer.event({
    stream,
    type,
    revision,
    position: isLinked ? toText(value.positionEventNumber) : '',
    time,
    id: toText(value.eventId),
    correlation: firstText(metadata, correlationKeys),
    causation: firstText(metadata, causationKeys),
    version: versionOfKeys(metadata ?? undefined),
    actor: firstText(metadata, actorKeys),
    data: data ?? JSON.stringify(value.data),
    metadata: metadataOf(value, metadata),
  });
}

/** The payload's text as recorded; `null` where it should be JSON and is not. */
function dataOf({ data, isJson }: JsonObject, text: string): string | null {
  if (typeof data !== 'string') return data == null ? 'null' : (memberText(text, 'data') ?? 'null');
  if (data === '') return 'null';
  if (isJson === false) return JSON.stringify(data);
  try {
    JSON.parse(data);
    return data;
  } catch {
    return null;
  }
}

function metadataOf(value: JsonObject, metadata: JsonObject | null): string | null {
  const text = value.metaData;
  if (metadata !== null) return typeof text === 'string' ? text : stringifyJson(metadata);
  if (!isFilled(text)) return null;
  return stringifyJson({ metaData: text });
}

const isFilled = (value: JsonValue | undefined): value is string => typeof value === 'string' && value !== '';
