import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { LogEvent } from '../logs/logEvent.ts';
import { documentStores } from './documentStores.ts';

// What can happen to a store that one of the builders wrote: it was cut off, one row is no row, or values are of another
// type than they should be.

export type Damage = (path: string, events: readonly LogEvent[]) => void | Promise<void>;

/** What is done to a store of one format. */
export interface Damages {
  readonly badRow: Damage;
  readonly wrongTypes: Damage;
  /** Cut off, or with a bad row, nothing of it can be read: it is refused with the reason. */
  readonly isRefused?: true;
}

/** Where the bytes of a store lie. */
const fileOf = (path: string): string => (statSync(path).isDirectory() ? join(path, 'msgs/1.blk') : path);

/** Takes the last part off. */
export const truncate: Damage = (path) => truncateSync(fileOf(path), Math.floor(statSync(fileOf(path)).size * 0.6));

const sql =
  (statement: string): Damage =>
  (path) => {
    const database = new Database(path);
    if (database.prepare(statement).run().changes === 0) throw new Error(`Nothing was damaged by ${statement}`);
    database.close();
  };

/** Replaces what stands behind the middle of a text; throws where nothing does. */
const text =
  (pattern: RegExp, replacement: string): Damage =>
  (path) => {
    const whole = readFileSync(path, 'utf8');
    const middle = whole.length >> 1;
    const damaged = whole.slice(middle).replace(pattern, replacement);
    if (damaged === whole.slice(middle)) throw new Error(`Nothing was damaged by ${pattern}`);
    writeFileSync(path, whole.slice(0, middle) + damaged);
  };

const noise = (byte: number): number => byte ^ 0xa5;

/** Changes bytes counted from the next place behind the middle where `mark` stands. */
const bytes =
  (mark: string, at: number, change: (byte: number) => number, length = 1): Damage =>
  (path) => {
    const whole = readFileSync(fileOf(path));
    const from = whole.indexOf(mark, whole.length >> 1) + at;
    for (let i = from; i < from + length; i++) whole[i] = change(whole[i]!);
    writeFileSync(fileOf(path), whole);
  };

/** Changes the bytes at a place. */
const bytesAt =
  (from: number, length: number): Damage =>
  (path) => {
    const whole = readFileSync(path);
    for (let i = from; i < from + length; i++) whole[i] = noise(whole[i]!);
    writeFileSync(path, whole);
  };

/** In a table, of the row in the middle: a payload that is no JSON, and a value of another type. */
const table = (name: string, payload: string, other: string): Damages => ({
  badRow: sql(`UPDATE ${name} SET ${payload} = '{"cut' WHERE rowid = 30`),
  wrongTypes: sql(`UPDATE ${name} SET ${other} = 'soon' WHERE rowid = 31`),
});

/** The events with one in the middle changed. */
const withOne = (events: readonly LogEvent[], change: Partial<Record<keyof LogEvent, unknown>>): LogEvent[] =>
  events.map((event, i) => (i === 30 ? ({ ...event, ...change } as LogEvent) : event));

/** One for each format of the registry, by its id. */
export const damages: Readonly<Record<string, Damages>> = {
  'json-lines': { badRow: text(/\n\{"/, '\n{{'), wrongTypes: text(/"type":"[^"]+"/, '"type":{}') },
  'json-array': { badRow: text(/"type":/, '"type"'), wrongTypes: text(/"type":"[^"]+"/, '"type":{}') },
  csv: { badRow: text(/\n[^\n]+\n/, '\nonly,three,fields\n'), wrongTypes: text(/\n(order-\d+,\d+),\w+,/, '\n$1,,') },
  'kafka-console': {
    badRow: text(/\n(CreateTime:\d+)\t[^\n]+/, '\n$1\tno key'),
    wrongTypes: text(/\nCreateTime:\d+/, '\nCreateTime:soon'),
  },
  'emmett-sqlite': table('emt_messages', 'message_data', 'created'),
  'py-eventsourcing-sqlite': table('stored_events', 'state', 'originator_version'),
  'marten-sqlite': table('mt_events', 'data', 'timestamp'),
  'commanded-sqlite': table('events', 'data', 'created_at'),
  'pekko-sqlite': table('event_journal', 'event_payload', 'write_timestamp'),
  'axon-sqlite': table('domain_event_entry', 'payload', 'time_stamp'),
  'rails-event-store-sqlite': table('event_store_events', 'data', 'created_at'),
  'message-db-sqlite': table('messages', 'data', 'time'),
  'spatie-sqlite': table('stored_events', 'event_properties', 'created_at'),
  'prooph-sqlite': table('_0123456789', 'payload', 'created_at'),
  'eventsauce-sqlite': table('order_messages', 'payload', 'payload'),
  'ocel-sqlite': {
    badRow: sql('UPDATE event SET ocel_type = NULL WHERE rowid = 30'),
    wrongTypes: sql("UPDATE event_OrderPlaced SET ocel_time = 'soon' WHERE rowid = 3"),
  },
  xes: { badRow: text(/<event>/, '<event'), wrongTypes: text(/(time:timestamp" value=")[^"]+/, '$1soon') },
  'ocel-xml': { badRow: text(/<event id/, '<event <id'), wrongTypes: text(/ time="[^"]+"/, ' time="soon"') },
  'ocel-json': { badRow: text(/\{"id":"[^"]+","type"/, '{"type'), wrongTypes: text(/"time":"[^"]+"/, '"time":"soon"') },
  temporal: {
    badRow: text(/"eventType":"[^"]+"/, '"eventType"'),
    wrongTypes: text(/"eventTime":"[^"]+"/, '"eventTime":"soon"'),
  },
  'redux-devtools': {
    badRow: text(/\{"type":"PERFORM_ACTION"/, '{"type"'),
    wrongTypes: text(/"action":\{"type":"[^"]+"/, '"action":{"type":[]'),
  },
  'kurrent-atom': {
    badRow: text(/"eventType":"[^"]+"/, '"eventType"'),
    wrongTypes: text(/"updated":"[^"]+"/, '"updated":"soon"'),
  },
  parquet: {
    // What says where everything is stands at its end, and so few rows are one group, which is read or not.
    badRow: bytesAt(20, 40),
    wrongTypes: (path, events) => documentStores.parquet(path, withOne(events, { type: '' })),
    isRefused: true,
  },
  'kurrentdb-chunks': { badRow: bytes('"amount"', -60, noise, 80), wrongTypes: bytes('"amount"', -5, () => 0x7f, 2) },
  'kafka-log': { badRow: bytes('"amount"', 3, noise, 4), wrongTypes: bytes('event-type', -2, () => 0x7f) },
  'nats-jetstream': { badRow: bytes('NATS/1.0', -4, () => 0xff, 3), wrongTypes: bytes('"amount"', 3, noise, 4) },
  'axon-server': { badRow: bytes('"amount"', 3, noise, 4), wrongTypes: bytes('"amount"', -1, () => 0xff) },
};
