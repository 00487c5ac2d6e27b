import { readFileSync } from 'node:fs';
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
