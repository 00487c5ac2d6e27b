import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const open = (text: string) => openLog(scratch.write('x', text));
const sample = (form: string, name: string): string =>
  readFileSync(`tests/fixtures/stores/ocel-${form}/${name}`, 'utf8');
const json = sample('json', 'ocel20_example.jsonocel');
const xml = sample('xml', 'ocel20_example.xmlocel');
const xml1 = sample('xml', 'example_log.xmlocel');

const contentOf = async (text: string) => {
  const opened = await open(text);
  const all = opened.events(Array.from({ length: opened.index.length }, (_, i) => i));
  opened.close();
  return all.map(({ streamId, type, eventId, payload, metadata }) => ({ streamId, type, eventId, payload, metadata }));
};

describe('an object-centric log', () => {
  it('is the same in JSON and in XML', async () => {
    const fromJson = await contentOf(json);
    expect(fromJson).toHaveLength(13);
    expect(await contentOf(xml)).toEqual(fromJson);
  });

  it('is the same in XML and in SQLite, but for the order of events at one time', async () => {
    const opened = await openLog('tests/fixtures/stores/ocel-sqlite/ocel20_example.sqlite');
    const all = opened.events(Array.from({ length: opened.index.length }, (_, i) => i));
    opened.close();
    const byId = new Map((await contentOf(xml)).map((event) => [event.eventId, event]));
    expect(all).toHaveLength(13);
    for (const event of all) expect(event).toMatchObject(byId.get(event.eventId)!);
  });

  it('shows an event once, at home with the object that it names first, and names all of them', async () => {
    const opened = await open(json);
    expect(opened.event(2)).toMatchObject({ streamId: 'PR1', eventId: 'e3', type: 'Create Purchase Order' });
    expect(JSON.parse(opened.event(2).metadata!)).toEqual({
      objects: [
        { id: 'PR1', type: 'Purchase Requisition', qualifier: 'Created order from PR' },
        { id: 'PO1', type: 'Purchase Order', qualifier: 'Created order with identifier' },
      ],
    });
    expect(opened.summary().notes.join()).toMatch(/9 objects \(Invoice 3, Payment 3/);
    opened.close();
  });

  it('orders its events by time', async () => {
    const event = (id: string, day: number): string =>
      `{"id":"${id}","type":"t","time":"2024-01-0${day}T00:00:00Z","attributes":[{"name":"n","value":1.50}],"relationships":[]}`;
    const opened = await open(`{"objectTypes":[],"objects":[],"events":[${event('b', 2)},${event('a', 1)}]}`);
    expect(opened.event(0)).toMatchObject({ eventId: 'a', payload: { text: '{"n":1.50}' }, streamId: '(no object)' });
    opened.close();
  });
});

describe('a damaged object-centric log', () => {
  it.each([
    ['JSON', json.slice(0, json.indexOf('"e9"')), 8],
    ['XML', xml.slice(0, xml.indexOf('"e9"')), 8],
    ['XML 1.0', xml1.slice(0, xml1.indexOf('"e9"')), 8],
  ])('of %s opens up to where it is cut off', async (_form, text, events) => {
    const opened = await open(text);
    expect(opened.index.length).toBe(events);
    expect(opened.index.problems.map(({ reason }) => reason).join(' ')).toMatch(/ends early|cut off/);
    opened.close();
  });

  it('lists one bad event and wrong types', async () => {
    const events = JSON.parse(json).events.slice(0, 4);
    delete events[0].type;
    events[1].time = 'noon';
    events[2].relationships = 'PR1';
    events[3].attributes = { name: 'n' };
    const opened = await open(JSON.stringify({ objectTypes: [], events, objects: [17] }));
    expect(opened.index.problems.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'object 1: It is JSON, but no object.',
      'event 1: It names no event type.',
      'event 2: "noon" is no time that can be read.',
      'event 3: Its relationships are no list: they are left out.',
      'event 4: Its attributes are no list: they are left out.',
    ]);
    opened.close();
  });

  it('of XML 1.0 keeps a number that is none as text', async () => {
    const text = xml1.replace('<list key="vmap"/>', '<list key="vmap"><int key="n" value="many"/></list>');
    const opened = await open(text);
    expect(opened.index.problems).toHaveLength(1);
    expect(opened.event(opened.index.problems[0]!.ordinal!).payload).toEqual({ kind: 'json', text: '{"n":"many"}' });
    opened.close();
  });
});

describe('a damaged object-centric SQLite log', () => {
  const path = join(scratch.folder, 'log.sqlite');
  const change = (sql: string): string => {
    copyFileSync('tests/fixtures/stores/ocel-sqlite/ocel20_example.sqlite', path);
    const database = new Database(path);
    database.pragma('foreign_keys = 0');
    database.exec(sql);
    database.close();
    return path;
  };

  it('lists bad rows, wrong types and a table that is missing', async () => {
    const opened = await openLog(
      change(`DROP TABLE event_InsertPayment; UPDATE event_InsertInvoice SET ocel_time = x'00ff' WHERE ocel_id = 'e5';
        UPDATE event SET ocel_type = NULL WHERE ocel_id = 'e1'; UPDATE event_ChangePOQuantity SET po_editor = 17;`),
    );
    expect(opened.index.length).toBe(12);
    expect(opened.index.problems.map(({ place, reason }) => `${place}: ${reason}`.slice(0, 60))).toEqual([
      'table event_CreatePurchaseRequisition, row 1: It names no event type.'.slice(0, 60),
      expect.stringMatching(/^table event_InsertInvoice, row 1: /),
      'table event_InsertPayment: It is not there.',
      'event e7: It has no time.',
      'event e8: It has no time.',
      'event e13: It has no time.',
    ]);
    opened.close();
  });

  it('that is cut off opens with what can be read, or says that nothing can', async () => {
    const bytes = readFileSync('tests/fixtures/stores/ocel-sqlite/ocel20_example.sqlite');
    for (const share of [0.3, 0.6, 0.9]) {
      const cut = scratch.write('cut.sqlite', bytes.subarray(0, Math.floor(bytes.length * share)));
      const opened = await openLog(cut).catch((error) => error);
      if (opened instanceof Error) expect(opened).toMatchObject({ code: 'unreadable' });
      else {
        expect(opened.index.problemCount).toBeGreaterThan(0);
        opened.close();
      }
    }
  });
});
