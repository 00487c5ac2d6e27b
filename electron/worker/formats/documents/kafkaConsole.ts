import { isUtf8 } from 'node:buffer';
import { formatCount } from '../../../../shared/format.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { printableJson } from '../../../../shared/jsonDepth.ts';
import { toObject, toText } from '../fields.ts';
import type { ProbeResult, ScanContext, StoreFormat, StoreHead, StoreSource } from '../format.ts';
import { LineFile } from '../lines/lineFile.ts';
import { headerRole, noHeaders } from '../messageHeaders.ts';
import { isJson } from '../rawJson.ts';
import { versionOfKeys } from '../schemaVersion.ts';
import { documentFormat } from './document.ts';
import type { EventWriter } from './eventWriter.ts';

// What kafka-console-consumer prints with `--property print.timestamp=true` and its like: fields with tabs between them.
// Time, partition and offset name themselves; headers, key and value do not, and which of them are there is told from
// the first lines. Kafka's `DefaultMessageFormatter`.

export const kafkaConsole: StoreFormat = documentFormat({
  id: 'kafka-console',
  name: 'Kafka console consumer text',
  provenBy: 'its specification: text in the form that Kafka’s DefaultMessageFormatter prints',
  firstRevision: null,
  revisionLabel: 'revision',
  globalGapsAreNormal: true,
  order: 'by-time',
  probe,
  convert: (source, head, writer, context) => convert(source, head, writer, context),
});

const LABEL = /^(?:CreateTime|LogAppendTime|NoTimestampType|Partition|Offset):|^NO_TIMESTAMP(?:\t|$)/;
const FIELD = /^(?:(CreateTime|LogAppendTime|NoTimestampType|Partition|Offset):(-?\d+)|NO_TIMESTAMP)(?:\t|$)/;
/** Lines that tell which fields are there. */
const SAMPLE = 200;

/** The part of them that may be damaged: it does not decide. */
const DAMAGED = 0.1;

/** What a line says: the fields that name themselves, and the rest of it. */
interface Labelled {
  readonly fields: Readonly<Record<string, string>>;
  readonly rest: string;
}

function labelled(line: string): Labelled | null {
  const fields: Record<string, string> = {};
  let rest = line;
  for (let match = FIELD.exec(rest); match !== null; match = FIELD.exec(rest)) {
    if (match[1] !== undefined) fields[match[1]] = match[2]!;
    else fields.NO_TIMESTAMP = '';
    rest = rest.slice(match[0].length);
  }
  return Object.keys(fields).length === 0 ? null : { fields, rest };
}

/** The whole lines of a head that are messages. */
function sampleOf({ bytes, whole }: StoreHead): Labelled[] {
  const lines = Buffer.from(bytes).toString().split(/\r?\n/);
  const complete = whole ? lines : lines.slice(0, -1);
  return complete.slice(0, SAMPLE).flatMap((line) => labelled(line) ?? []);
}

function probe(head: StoreHead): ProbeResult {
  const no = (reason: string): ProbeResult => ({ match: false, reason });
  const start = Buffer.from(head.bytes.subarray(0, 64)).toString('latin1');
  if (head.tables !== null || !LABEL.test(start)) {
    return no('It does not begin with CreateTime:, LogAppendTime:, NO_TIMESTAMP, Partition: or Offset:.');
  }
  return sampleOf(head).length > 0
    ? { match: true }
    : no('None of its first lines is a message with a time, partition or offset.');
}

/** Which fields stand behind those that name themselves. */
interface Columns {
  readonly headers: boolean;
  readonly key: boolean;
  /** Whether nearly all values are JSON: then one that is not is damaged. */
  readonly json: boolean;
}

function columnsOf(sample: readonly Labelled[]): Columns {
  const rows = sample.map(({ rest }) => rest.split('\t'));
  const counts = rows.map(({ length }) => length).toSorted((a, b) => a - b);
  const columns = Math.min(3, counts[Math.floor(counts.length * DAMAGED)] ?? 1);
  const before = columns - 1;
  const values = rows.filter(({ length }) => length >= columns).map((fields) => fields.slice(before).join('\t'));
  // A value that goes on in the next line is no JSON by itself.
  const json = values.filter(isJson).length >= values.length * (1 - DAMAGED);
  const areHeaders = columns === 3 || rows.every(([first]) => first === 'NO_HEADERS' || namesARole(first!));
  return { headers: before > 0 && areHeaders, key: columns === 3 || (before > 0 && !areHeaders), json };
}

const namesARole = (text: string): boolean => pairsOf(text).some(([name]) => headerRole(name) !== null);

/** `name:value,name:value`; a value may hold commas, but then no colon behind one. */
function pairsOf(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (const piece of text.split(',')) {
    const colon = piece.indexOf(':');
    const last = pairs.at(-1);
    if (colon > 0) pairs.push([piece.slice(0, colon), piece.slice(colon + 1)]);
    else if (last !== undefined) last[1] += `,${piece}`;
  }
  return pairs;
}

/** A message that was read, up to the line that follows it. */
interface Message extends Labelled {
  readonly place: string;
  /** The lines of its value. */
  readonly lines: string[];
}

async function convert(source: StoreSource, head: StoreHead, writer: EventWriter, context: ScanContext): Promise<void> {
  const sample = sampleOf(head);
  const columns = columnsOf(sample);
  const file = new LineFile(source.readPath);
  let message: Message | null = null;
  const finish = (): void => {
    if (message !== null) writeMessage(message, columns, writer);
    message = null;
  };
  try {
    await file.eachLine(
      () => {},
      ({ buffer, from, to, number, offset }) => {
        let end = to; // An empty field at its end belongs to it.
        while (buffer[end] === 0x09) end++;
        const bytes = buffer.subarray(from, end);
        const line = bytes.toString();
        const place = `line ${formatCount(number)} (byte ${formatCount(offset)})`;
        const found = labelled(line);
        if (found !== null) {
          finish();
          message = { ...found, place, lines: [] };
          if (!isUtf8(bytes)) writer.problem(place, 'It holds bytes that are not UTF-8; they are shown as \uFFFD.');
        } else if (LABEL.test(line)) {
          finish();
          writer.problem(place, 'Its time, partition or offset is no number.');
        } else if (message === null) writer.problem(place, 'It belongs to no message.');
        else message.lines.push(line);
      },
      ({ number }) => writer.problem(`line ${formatCount(number)}`, 'The line is longer than 512 MB.'),
      (done) => context.breathe({ phase: 'read', done, total: file.bytes, unit: 'bytes' }),
    );
    finish();
  } finally {
    file.close();
  }
  const known = [columns.headers && 'headers', columns.key && 'the key', 'the value'].filter((text) => text !== false);
  writer.note(
    `Behind time, partition and offset each line is read as ${known.join(', ')}; the key is taken as the stream.`,
  );
}

function writeMessage({ fields, rest, lines, place }: Message, columns: Columns, writer: EventWriter): void {
  const parts = rest.split('\t');
  const before = (columns.headers ? 1 : 0) + (columns.key ? 1 : 0);
  if (parts.length <= before) {
    writer.problem(place, `It has ${parts.length} fields behind time, partition and offset: ${before + 1} are needed.`);
    return;
  }
  const texts = noHeaders();
  const metadata: JsonObject = {};
  for (const [name, value] of columns.headers ? pairsOf(parts[0]!) : []) {
    const role = headerRole(name);
    if (role !== null && texts[role] === '') texts[role] = value;
    else metadata[name] = value;
  }
  const { Partition: partition, Offset: offset } = fields;
  if (partition !== undefined) metadata.partition = Number(partition);
  if (offset !== undefined) metadata.offset = Number(offset);
  const key = columns.key ? parts[before - 1]! : 'null';
  const value = [parts.slice(before).join('\t'), ...lines].join('\n');
  const isText = !isJson(value);
  const data = isText ? JSON.stringify(value) : value;
  if (isText && columns.json) {
    writer.problem(place, 'Its value is no JSON, as those of the others are: it is shown as text.', writer.events);
  }
  const object = texts.type === '' || texts.version === '' ? toObject(printableJson(data)) : null;
  const time = Number(fields.CreateTime ?? fields.LogAppendTime ?? -1);
  writer.event({
    stream: key === 'null' || key === '' ? (partition === undefined ? '(no key)' : `partition ${partition}`) : key,
    type: texts.type || toText(object?.type) || toText(object?.eventType) || toText(object?.event_type) || 'message',
    version: texts.version || versionOfKeys(object ?? undefined),
    id: texts.id,
    correlation: texts.correlation,
    causation: texts.causation,
    actor: texts.actor,
    ...(time >= 0 && time < LATEST && { time: new Date(time).toISOString() }),
    data,
    metadata: Object.keys(metadata).length === 0 ? null : JSON.stringify(metadata),
  });
}

/** The last moment of the year 9999, in milliseconds. */
const LATEST = 253_402_300_800_000;
