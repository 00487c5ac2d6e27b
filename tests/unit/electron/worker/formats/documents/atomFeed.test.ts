import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const open = (text: string) => openLog(scratch.write('x', text));
const sample = readFileSync(
  'tests/fixtures/stores/kurrent-atom/kurrentdb-client-1.3.1-orders.atom-embed-body.json',
  'utf8',
);
const feed = (entries: object[]): string =>
  JSON.stringify({ title: 't', id: 'http://127.0.0.1/streams/a', updated: '2024-01-01T00:00:00Z', links: [], entries });
const entry = (number: number, more: object = {}): object => ({
  title: `${number}@a`,
  id: `http://127.0.0.1/streams/a/${number}`,
  updated: `2024-01-01T00:00:0${number}Z`,
  summary: 'Happened',
  ...more,
});

describe('an Atom feed', () => {
  it('is turned round, and its payloads are as they were recorded', async () => {
    const opened = await open(sample);
    expect(opened.event(0)).toMatchObject({ streamRevision: '0', type: 'StockReceived' });
    expect(opened.event(11)).toMatchObject({
      streamRevision: '11',
      correlationId: '848e4368-b72e-49a7-91d4-18cf8ccc2a3c',
      actor: 'reservation-policy',
      schemaVersion: '1',
    });
    opened.close();
  });

  it('without embed shows what its titles say, and that there is no payload', async () => {
    const opened = await open(feed([entry(2), entry(1)]));
    expect(opened.event(0)).toMatchObject({ streamId: 'a', streamRevision: '1', type: 'Happened' });
    expect(opened.event(0).payload).toEqual({ kind: 'json', text: 'null' });
    expect(opened.summary().notes.join()).toMatch(/embed=body/);
    opened.close();
  });

  it('with embed=content finds the event in there', async () => {
    const content = {
      eventStreamId: 'a',
      eventNumber: 1,
      eventType: 'T',
      eventId: 'i',
      data: { n: 1 },
      metadata: { userId: 'u' },
    };
    const opened = await open(feed([entry(1, { content })]));
    expect(opened.event(0)).toMatchObject({
      type: 'T',
      streamId: 'a',
      eventId: 'i',
      actor: 'u',
      payload: { kind: 'json', text: '{"n":1}' },
      metadata: '{"userId":"u"}',
    });
    opened.close();
  });

  it('leaves out links that are not resolved, and counts them', async () => {
    const opened = await open(feed([entry(2, { summary: '$>' }), entry(1)]));
    expect(opened.index.length).toBe(1);
    expect(opened.summary().notes.join()).toMatch(/Not shown: 1 links/);
    opened.close();
  });

  it('of links takes their place in the feed as the position', async () => {
    const linked = {
      positionStreamId: '$ce-a',
      positionEventNumber: 40,
      streamId: 'a-1',
      eventNumber: 3,
      eventType: 'T',
    };
    const opened = await open(feed([entry(1, { ...linked, data: '{"n":1.50}', isJson: true })]));
    expect(opened.event(0)).toMatchObject({ globalPosition: '40', streamId: 'a-1', streamRevision: '3' });
    expect(opened.event(0).payload).toEqual({ kind: 'json', text: '{"n":1.50}' });
    opened.close();
  });
});

describe('a damaged Atom feed', () => {
  it('opens up to where it is cut off', async () => {
    const opened = await open(sample.slice(0, sample.lastIndexOf('"eventId"') + 20));
    expect(opened.index.length).toBe(11);
    expect(opened.index.problems.map(({ place }) => place)).toEqual(['member "entries"', 'entry 12']);
    opened.close();
  });

  it('lists one bad entry and wrong types', async () => {
    const opened = await open(
      feed([
        entry(3, { data: '{"a"', isJson: true, metaData: '[1]' }),
        entry(2, { updated: 'noon' }),
        entry(1, { summary: '' }),
      ]),
    );
    expect(opened.index.problems.map(({ place, reason, ordinal }) => `${place} ${ordinal}: ${reason}`)).toEqual([
      'entry 3 null: It names no event type.',
      'entry 2 0: "noon" is no time that can be read.',
      'entry 1 1: Its metadata are no JSON object: they are kept as text.',
      'entry 1 1: Its data should be JSON and are none: they are kept as text.',
    ]);
    expect(opened.event(1)).toMatchObject({ payload: { text: '"{\\"a\\""' }, metadata: '{"metaData":"[1]"}' });
    opened.close();
  });
});
