import { writeFileSync } from 'node:fs';
import { type LogEvent, millisOf } from '../logs/logEvent.ts';

// Events as lines of text.

type Writer = (path: string, events: readonly LogEvent[]) => void;

/** Each event as a line of JSON. */
export const writeLines =
  (lineOf: (event: LogEvent) => object): Writer =>
  (path, events) =>
    writeFileSync(path, events.map((event) => `${JSON.stringify(lineOf(event))}\n`).join(''));

const jsonLines = writeLines((event) => event);

const jsonArray: Writer = (path, events) =>
  writeFileSync(path, `[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]\n`);

const csv: Writer = (path, events) => {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = events.map((e) => {
    const { streamId, streamRevision, type, schemaVersion, recordedAt, eventId, correlationId } = e;
    const envelope = [streamId, streamRevision, type, schemaVersion, recordedAt, eventId, correlationId];
    return `${envelope.join(',')},${quoted(JSON.stringify(e.data))}\n`;
  });
  writeFileSync(
    path,
    `streamId,streamRevision,type,schemaVersion,recordedAt,eventId,correlationId,data\n${rows.join('')}`,
  );
};

const kafkaConsole: Writer = (path, events) => {
  const lines = events.map((e) => {
    const headers = `event-id:${e.eventId},event-type:${e.type},schema-version:${e.schemaVersion},correlation-id:${e.correlationId}`;
    return `CreateTime:${millisOf(e)}\t${headers}\t${e.streamId}\t${JSON.stringify(e.data)}\n`;
  });
  writeFileSync(path, lines.join(''));
};

export const lineStores = { 'json-lines': jsonLines, 'json-array': jsonArray, csv, 'kafka-console': kafkaConsole };
