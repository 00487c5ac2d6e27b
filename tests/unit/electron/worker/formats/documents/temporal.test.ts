import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePayloads, typeName } from '../../../../../../electron/worker/formats/documents/temporal.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const open = (text: string) => openLog(scratch.write('history', text));
const stores = 'tests/fixtures/stores/temporal';
const signal = readFileSync(`${stores}/temporal-signal-1.18.json`, 'utf8');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a Temporal history', () => {
  it('names types the old way, whichever way they are written', () => {
    expect(typeName('EVENT_TYPE_WORKFLOW_TASK_STARTED')).toBe('WorkflowTaskStarted');
    expect(typeName('WorkflowTaskStarted')).toBe('WorkflowTaskStarted');
  });

  it('is the same with its events in "history"', async () => {
    const { events } = JSON.parse(signal);
    const plain = await open(signal);
    const wrapped = await open(JSON.stringify({ history: { events } }));
    expect(wrapped.events([0, 5, 23])).toEqual(plain.events([0, 5, 23]));
    expect(plain.envelope(0).streamId).toBe('9ec3b30a-3b44-4779-8fb8-355adb809a95');
    plain.close();
    wrapped.close();
  });

  it('decodes payloads with their encoding, and leaves what is no JSON as it is', () => {
    let undecoded = 0;
    const decode = (encoding: string, data: string) =>
      decodePayloads({ payloads: [{ metadata: { encoding: base64(encoding) }, data }] }, () => undecoded++);
    expect(decode('json/plain', base64('{"a":[1]}'))).toEqual({
      payloads: [{ metadata: { encoding: 'json/plain' }, data: { a: [1] } }],
    });
    expect(decode('binary/null', '')).toEqual({ payloads: [{ metadata: { encoding: 'binary/null' }, data: null }] });
    expect(undecoded).toBe(0);
    expect(decode('binary/encrypted', 'AAECAw==')).toEqual({
      payloads: [{ metadata: { encoding: 'binary/encrypted' }, data: 'AAECAw==' }],
    });
    expect(decode('json/plain', base64('{"a"'))).toMatchObject({ payloads: [{ data: base64('{"a"') }] });
    expect(undecoded).toBe(2);
  });

  it('keeps the digits of numbers in and around payloads', async () => {
    const history = (data: string, taskId: string): string =>
      `{"events":[{"eventId":"1","eventTime":"2024-01-01T00:00:00Z","eventType":"WorkflowExecutionStarted","taskId":${taskId},
        "workflowExecutionStartedEventAttributes":{"input":{"payloads":[{"metadata":{"encoding":"${base64('json/plain')}"},"data":"${base64(data)}"}]}}}]}`;
    const opened = await open(history('12345678901234567890', '9007199254740993'));
    expect(opened.event(0).payload).toMatchObject({ text: expect.stringContaining('"data":12345678901234567890') });
    expect(opened.event(0).metadata).toBe('{"taskId":9007199254740993}');
    opened.close();
  });
});

describe('a damaged Temporal history', () => {
  it('opens up to where it is cut off', async () => {
    const opened = await open(signal.slice(0, signal.lastIndexOf('"eventTime"') + 20));
    expect(opened.index.length).toBe(23);
    expect(opened.index.problems).toEqual([
      { place: 'member "events"', reason: expect.stringMatching(/ends early/), ordinal: null },
      { place: 'event 24', reason: expect.stringMatching(/cut off/), ordinal: null },
    ]);
    opened.close();
  });

  it('lists one bad event and values of the wrong type', async () => {
    const { events } = JSON.parse(signal);
    const texts = events.slice(0, 5).map((event: object) => JSON.stringify(event));
    texts[1] = '"text"';
    texts[2] = '{"eventId":"3",,}';
    texts[3] = JSON.stringify({ ...events[3], eventId: 'four', eventTime: 17.5e300 });
    texts[4] = '{"eventId":"5"}';
    const opened = await open(`{"events":[${texts.join(',')}]}`);
    expect(opened.index.problems.map(({ place, ordinal }) => [place, ordinal])).toEqual([
      ['event 2', null],
      ['event 3', null],
      ['event 4', 1],
      ['event 4', 1],
      ['event 5', null],
    ]);
    expect(opened.index.length).toBe(2);
    opened.close();
  });
});
