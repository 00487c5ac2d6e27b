import { isUtf8 } from 'node:buffer';
import {
  ExactNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  setOwn,
  stringifyJson,
} from '../../../../shared/json.ts';
import { isoToMicros } from '../../../../shared/time.ts';
import { toText } from '../fields.ts';
import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import { membersOf, memberText } from '../rawJson.ts';
import { documentFormat } from './document.ts';
import type { EventWriter } from './eventWriter.ts';
import { eachItem, firstItem, firstItemKeys, headMembers, piecesOf, readJson, topMembers } from './jsonDocument.ts';

// What `temporal workflow show --output json` and the SDKs write: one run of a workflow. The event id counts from 1 and
// is the number in the stream; `version` is a replication number and `taskId` internal: neither is a schema version.

export const temporal: StoreFormat = documentFormat({
  id: 'temporal',
  name: 'Temporal workflow history',
  provenBy: 'histories from the samples of the Go and TypeScript SDKs, old and new event type names',
  firstRevision: 1,
  revisionLabel: 'event id',
  globalGapsAreNormal: true,
  probe,
  convert: (source, _head, writer, context) => convert(source, writer, context),
});

function probe(head: StoreHead): ProbeResult {
  const no = (reason: string): ProbeResult => ({ match: false, reason });
  const members = headMembers(head);
  if (members === null) return no('It is no JSON object.');
  const list = eventList(members);
  if (list === undefined) return no('It has no list "events", at the top or in "history".');
  const keys = firstItemKeys(list);
  const missing = ['eventId', 'eventTime'].find((key) => !keys.has(key));
  if (missing !== undefined) return no(`The first of its events has no "${missing}".`);
  return keys.has('eventType') || [...keys].some((key) => attributesName.test(key))
    ? { match: true }
    : no('The first of its events has neither "eventType" nor attributes.');
}

const attributesName = /^(.+)EventAttributes$/;

/** Text of the list of events, wherever it stands. */
function eventList(members: ReadonlyMap<string, string>): string | undefined {
  const own = members.get('events') ?? memberText(members.get('history') ?? '', 'events');
  return own?.startsWith('[') ? own : undefined;
}

/** Members that point at the event which led to this one, the nearest first. */
const causes = [
  'startedEventId',
  'scheduledEventId',
  'initiatedEventId',
  'workflowTaskCompletedEventId',
  'acceptedEventId',
] as const;

async function convert(source: StoreSource, writer: EventWriter, context: ScanContext): Promise<void> {
  const members = topMembers(await readJson(source, writer, context), writer);
  const list = eventList(members) ?? '[]';
  const run = runOf(list);
  const stream = run.workflowId || toText(parsed(members.get('workflowId'))) || source.name;
  if (run.workflowId === '') {
    writer.note('The history does not say which workflow it is of: the stream is named after the file.');
  }
  let undecoded = 0;
  await eachItem(piecesOf(list), 'event', writer, context, ({ value, place }) => {
    const attributesKey = Object.keys(value).find((key) => attributesName.test(key));
    const attributes = attributesKey === undefined ? {} : value[attributesKey]!;
    const type = typeName(toText(value.eventType)) || typeOfAttributes(attributesKey);
    if (type === '') return 'It names no event type.';
    const id = toText(value.eventId);
    const time = toText(value.eventTime);
    const own = isJsonObject(attributes) ? attributes : {};
    const decoded = decodePayloads(attributes, () => undecoded++);
    const metadata = Object.fromEntries(
      Object.entries(value).filter(([key]) => key !== attributesKey && !inEnvelope.has(key)),
    );
    if (value.eventType !== undefined && value.eventType !== type) setOwn(metadata, 'eventType', value.eventType);
    if (!/^\d+$/.test(id))
      writer.problem(place, `Its eventId ${id || 'is missing'}: that is no number.`, writer.events);
    if (Number.isNaN(isoToMicros(time))) writer.problem(place, `"${time}" is no time that can be read.`, writer.events);
    const data = stringifyJson(decoded);
    writer.event({
      stream,
      type,
      revision: id,
      time,
      id,
      correlation: run.runId,
      causation: causes.map((key) => toText(own[key])).find((cause) => cause !== '' && cause !== '0') ?? '',
      actor: toText(own.identity),
      data,
      metadata: Object.keys(metadata).length === 0 ? null : stringifyJson(metadata),
    });
    return null;
  });
  if (undecoded > 0) {
    writer.note(
      'Some payloads are encrypted or in a binary encoding: they stay in base64, with the encoding beside them.',
    );
  }
}

const inEnvelope = new Set(['eventId', 'eventTime', 'eventType']);

/** The workflow and the first run of its chain, from the event that started it. */
function runOf(list: string): { workflowId: string; runId: string } {
  const text = firstItem(list);
  const key = membersOf(text).find((member) => attributesName.test(member.key))?.key ?? '';
  const attributes = memberText(text, key) ?? '';
  const textOf = (name: string): string => toText(parsed(memberText(attributes, name)));
  return {
    workflowId: textOf('workflowId'),
    runId: textOf('firstExecutionRunId') || textOf('originalExecutionRunId'),
  };
}

function parsed(text: string | undefined): JsonValue | undefined {
  try {
    return text === undefined ? undefined : parseJson(text);
  } catch {
    return undefined; // Damage is told where the events are read.
  }
}

/** `EVENT_TYPE_WORKFLOW_TASK_STARTED`, as newer servers write it, as the `WorkflowTaskStarted` that older ones write. */
export function typeName(written: string): string {
  const match = /^EVENT_TYPE_([A-Z0-9_]+)$/.exec(written);
  if (match === null) return written;
  return match[1]!
    .split('_')
    .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
    .join('');
}

function typeOfAttributes(key: string | undefined): string {
  const name = attributesName.exec(key ?? '')?.[1] ?? '';
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/**
 * The same value with its payloads (`{"metadata": {"encoding": base64, …}, "data": base64}`) decoded: metadata as text,
 * JSON data as JSON. Data in any other encoding stays as it is, and is counted.
 */
export function decodePayloads(value: JsonValue, countUndecoded: () => void): JsonValue {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  if (Array.isArray(value)) return value.map((item) => decodePayloads(item, countUndecoded));
  const payload = decodedPayload(value, countUndecoded);
  if (payload !== null) return payload;
  const decoded: JsonObject = {};
  for (const [key, member] of Object.entries(value)) setOwn(decoded, key, decodePayloads(member, countUndecoded));
  return decoded;
}

function decodedPayload({ metadata, data, ...others }: JsonObject, countUndecoded: () => void): JsonObject | null {
  if (!isJsonObject(metadata) || typeof metadata.encoding !== 'string') return null;
  const readable: JsonObject = {};
  for (const [key, member] of Object.entries(metadata)) {
    const text = typeof member === 'string' ? base64Text(member) : null;
    if (key === 'encoding' && text === null) return null;
    setOwn(readable, key, text ?? member);
  }
  const encoding = readable.encoding as string;
  const decoded: JsonObject = { metadata: readable };
  if (encoding === 'binary/null') decoded.data = null;
  else if (data !== undefined) {
    const json =
      encoding.startsWith('json/') && typeof data === 'string' ? parsed(base64Text(data) ?? undefined) : undefined;
    if (json === undefined) countUndecoded();
    decoded.data = json === undefined ? data : json;
  }
  return { ...decoded, ...others };
}

function base64Text(base64: string): string | null {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) return null;
  const bytes = Buffer.from(base64, 'base64');
  return isUtf8(bytes) ? bytes.toString() : null;
}
