import { plural } from '../../../../shared/format.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import { printableJson } from '../../../../shared/jsonDepth.ts';
import type { Payload } from '../../../../shared/model/event.ts';
import { NO_POSITION } from '../../eventIndex/eventIndex.ts';
import { toPosition } from '../fields.ts';
import { binary } from '../payloads.ts';
import { membersOf, objectText } from '../rawJson.ts';
import type { EventTable, SideTables } from '../sqlite/eventTable.ts';
import { payloadOfColumn, textOf } from '../sqlite/rowValues.ts';
import { eventTableFormat } from '../sqlite/tableFormat.ts';
import type { SqliteValue } from '../sqlite.ts';
import { yamlToJson } from '../yaml/yamlToJson.ts';

// RailsEventStore/rails_event_store ruby_event_store-active_record; seen in 2.15.0. An event's home stream is the first
// that it was linked to and that is not one of the library's own (`$by_…`); `position` is NULL where the application
// expected no version, which is the default. Ruby's Marshal format is never loaded.

const NO_STREAM = '(no stream)';

interface Home {
  readonly stream: string;
  /** As stored. */
  readonly position: bigint;
  /** Which of the events that were put into the stream. */
  readonly index: number;
}

async function homes(side: SideTables): ReturnType<NonNullable<EventTable['join']>> {
  const found = new Map<string, Home>();
  const streams = new Map<string, { length: number; isNumbered: boolean }>();
  let links = 0;
  await side.walk('event_store_events_in_streams', ['stream', 'position', 'event_id'], (row) => {
    const stream = textOf(row.stream);
    const event = textOf(row.event_id);
    if (stream.startsWith('$') || found.has(event)) {
      links++;
      return;
    }
    const position = toPosition(row.position);
    const state = streams.get(stream) ?? { length: 0, isNumbered: false };
    found.set(event, { stream, position, index: state.length });
    streams.set(stream, { length: state.length + 1, isNumbered: state.isNumbered || position !== NO_POSITION });
  });
  if (links > 0)
    side.note(`${plural(links, 'link')} to events in further streams ($by_… and others) are not counted again.`);
  const unnumbered = [...streams.values()].filter(({ isNumbered }) => !isNumbered).length;
  if (unnumbered > 0) {
    side.note(
      `${plural(unnumbered, 'stream')} without positions: their events are numbered here in the order in which they were put there, so that none can be missed.`,
    );
  }
  return (row, out) => {
    const home = found.get(textOf(row.event_id));
    if (home === undefined) return;
    out.stream = home.stream;
    out.revision = streams.get(home.stream)!.isNumbered ? home.position : BigInt(home.index);
  };
}

/** JSON or YAML; bytes of Ruby's own format are shown as such. */
function decode(value: SqliteValue | undefined): Payload {
  if (Buffer.isBuffer(value) && value[0] === 4 && value[1] === 8) {
    return binary(value, "The bytes are in Ruby's Marshal format, which is never loaded.");
  }
  const text = textOf(value);
  if (!text.startsWith('---')) return payloadOfColumn(value);
  try {
    return { kind: 'json', text: yamlToJson(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: 'invalid', text, reason: `It is YAML that cannot be read as plain data: ${error.message}.` };
  }
}

/** PreserveTypes keeps the Ruby types of all keys beside the application's metadata. */
function withoutTypes(text: string): string {
  const metadata = printableJson(text);
  const types = isJsonObject(metadata) ? metadata.types : null;
  if (!isJsonObject(types) || Object.keys(types).some((key) => key !== 'data' && key !== 'metadata')) return text;
  const own = membersOf(text).filter(({ key }) => key !== 'types');
  return objectText(own.map(({ key, start, end }) => [key, text.slice(start, end)]));
}

export const railsEventStoreSqlite = eventTableFormat({
  id: 'rails-event-store-sqlite',
  name: 'Rails Event Store SQLite',
  provenBy: 'stores written by RubyEventStore 2.15.0, as JSON and as YAML',
  world: 'RubyEventStore',
  firstRevision: 0,
  revisionLabel: 'position',
  globalGapsAreNormal: true,
  layouts: [
    {
      needed: {
        event_store_events: ['id', 'event_id', 'event_type', 'metadata', 'data', 'created_at'],
        event_store_events_in_streams: ['stream', 'position', 'event_id'],
      },
      columns: { position: 'id', type: 'event_type', recordedAt: 'created_at', eventId: 'event_id' },
      payload: 'data',
      metadata: 'metadata',
      decode,
      cleanMetadata: withoutTypes,
      join: homes,
      refine({ tally }, out) {
        if (out.stream !== '') return null;
        out.stream = NO_STREAM;
        tally(`in no stream: shown as ${NO_STREAM}`);
        return null;
      },
    },
  ],
});
