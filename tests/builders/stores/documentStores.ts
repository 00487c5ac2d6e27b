import { rmSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import type { LogEvent } from '../logs/logEvent.ts';

// Events as one document of each kind.

type Writer = (path: string, events: readonly LogEvent[]) => void;

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const byStream = (events: readonly LogEvent[]): Map<string, LogEvent[]> =>
  Map.groupBy(events, ({ streamId }) => streamId);

const xes: Writer = (path, events) => {
  const attribute = (kind: string, key: string, value: string): string =>
    `<${kind} key="${key}" value="${xml(value)}"/>`;
  const traces = [...byStream(events)].map(([stream, own]) => {
    const list = own.map(
      ({ type, recordedAt, data }) =>
        `<event>${attribute('string', 'concept:name', type)}${attribute('date', 'time:timestamp', recordedAt)}${attribute('string', 'data', JSON.stringify(data))}</event>`,
    );
    return `<trace>${attribute('string', 'concept:name', stream)}\n${list.join('\n')}</trace>`;
  });
  writeFileSync(
    path,
    `<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n${traces.join('\n')}\n</log>\n`,
  );
};

const ocelXml: Writer = (path, events) => {
  const types = [...new Set(events.map(({ type }) => type))];
  const list = events.map(
    ({ eventId, type, recordedAt, streamId, data }) =>
      `<event id="${eventId}" type="${type}" time="${recordedAt}"><attributes><attribute name="data">${xml(JSON.stringify(data))}</attribute></attributes><objects><relationship object-id="${streamId}" qualifier=""/></objects></event>`,
  );
  const objects = [...byStream(events).keys()].map((id) => `<object id="${id}" type="Order"><attributes/></object>`);
  writeFileSync(
    path,
    `<?xml version="1.0" encoding="UTF-8"?>\n<log><object-types><object-type name="Order"><attributes/></object-type></object-types>\n<event-types>${types.map((type) => `<event-type name="${type}"><attributes/></event-type>`).join('')}</event-types>\n<objects>${objects.join('\n')}</objects>\n<events>${list.join('\n')}</events></log>\n`,
  );
};

const ocelJson: Writer = (path, events) => {
  const list = events.map(({ eventId, type, recordedAt, streamId, data }) => ({
    id: eventId,
    type,
    time: recordedAt,
    attributes: Object.entries(data as object).map(([name, value]) => ({ name, value: value as unknown })),
    relationships: [{ objectId: streamId, qualifier: '' }],
  }));
  const objects = [...byStream(events).keys()].map((id) => ({ id, type: 'Order', attributes: [], relationships: [] }));
  const types = [...new Set(events.map(({ type }) => type))].map((name) => ({ name, attributes: [] }));
  const objectTypes = [{ name: 'Order', attributes: [] }];
  writeFileSync(path, JSON.stringify({ objectTypes, eventTypes: types, objects, events: list }));
};

const temporal: Writer = (path, events) => {
  const history = events.map(({ type, recordedAt, data }, i) => ({
    eventId: String(i + 1),
    eventTime: recordedAt,
    eventType: `EVENT_TYPE_${type.replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase()}`,
    taskId: String(1_000_000 + i),
    [`${type.slice(0, 1).toLowerCase()}${type.slice(1)}EventAttributes`]: data,
  }));
  writeFileSync(path, JSON.stringify({ events: history }));
};

const redux: Writer = (path, events) => {
  const init = { type: 'PERFORM_ACTION', action: { type: '@@INIT' }, timestamp: Date.parse(events[0]!.recordedAt) };
  const actions = events.slice(1).map(({ type, data, recordedAt }) => ({
    type: 'PERFORM_ACTION',
    action: { type, payload: data },
    timestamp: Date.parse(recordedAt),
  }));
  const all = [init, ...actions];
  writeFileSync(
    path,
    JSON.stringify({
      monitorState: {},
      actionsById: Object.fromEntries(all.map((action, i) => [i, action])),
      nextActionId: all.length,
      stagedActionIds: all.map((_, i) => i),
      skippedActionIds: [],
      currentStateIndex: all.length - 1,
      computedStates: [{ state: {} }],
    }),
  );
};

const atom: Writer = (path, events) => {
  const entries = events.toReversed().map((e) => ({
    eventId: e.eventId,
    eventType: e.type,
    eventNumber: e.streamRevision - 1,
    data: JSON.stringify(e.data),
    metaData: JSON.stringify({ $correlationId: e.correlationId, schemaVersion: e.schemaVersion }),
    streamId: e.streamId,
    isJson: true,
    positionEventNumber: e.streamRevision - 1,
    positionStreamId: e.streamId,
    title: `${e.streamRevision - 1}@${e.streamId}`,
    id: `http://127.0.0.1:2113/streams/${e.streamId}/${e.streamRevision - 1}`,
    updated: e.recordedAt,
    summary: e.type,
    links: [],
  }));
  const id = 'http://127.0.0.1:2113/streams/all';
  const updated = events.at(-1)!.recordedAt;
  writeFileSync(path, JSON.stringify({ title: 'All events', id, updated, headOfStream: true, links: [], entries }));
};

/** Rows by DuckDB, which is a package of the bench. */
async function parquet(path: string, events: readonly LogEvent[]): Promise<void> {
  const lines = `${path}.jsonl`;
  writeFileSync(
    lines,
    events
      .map((e, i) =>
        JSON.stringify({
          global_position: i + 1,
          ...e,
          data: typeof e.data === 'string' ? e.data : JSON.stringify(e.data),
        }),
      )
      .join('\n'),
  );
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(
    `COPY (SELECT * FROM read_json('${lines}', format = 'newline_delimited')) TO '${path}' (FORMAT parquet, COMPRESSION snappy)`,
  );
  connection.closeSync();
  rmSync(lines);
}

export const documentStores = {
  xes,
  'ocel-json': ocelJson,
  'ocel-xml': ocelXml,
  temporal,
  'redux-devtools': redux,
  'kurrent-atom': atom,
  parquet,
};
