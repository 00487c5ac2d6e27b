import { expect, it } from 'vitest';
import type { OpenedLog } from '../../../../../../electron/worker/openedLog.ts';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
let files = 0;
const open = (...lines: string[]): Promise<OpenedLog> =>
  openLog(scratch.write(`console-${files++}`, `${lines.join('\n')}\n`));
const shown = (log: OpenedLog): unknown[] =>
  Array.from({ length: log.index.length }, (_, i) => {
    const { streamId, type, payload } = log.event(i);
    return [streamId, type, payload.kind === 'json' ? (JSON.parse(payload.text) as unknown) : payload];
  });

it('reads time, key and value, in the order of the times', async () => {
  const log = await open(
    'CreateTime:2000\torder-1\t{"type":"Paid","n":1}',
    'CreateTime:1000\tnull\tplain\ttext',
    'LogAppendTime:3000\torder-2\t',
  );
  expect(log.format.id).toBe('kafka-console');
  expect(log.index.problems).toEqual([]);
  expect(shown(log)).toEqual([
    ['(no key)', 'message', 'plain\ttext'],
    ['order-1', 'Paid', { type: 'Paid', n: 1 }],
    ['order-2', 'message', ''],
  ]);
  expect(log.event(1).recordedAt).toBe('1970-01-01T00:00:02.000Z');
  log.close();
});

it('reads values alone, and headers without keys', async () => {
  const values = await open('Partition:3\t{"eventType":"A.v2"}', 'Partition:4\tnull');
  expect(shown(values)).toEqual([
    ['partition 3', 'A.v2', { eventType: 'A.v2' }],
    ['partition 4', 'message', null],
  ]);
  expect(values.event(0).metadata).toBe('{"partition":3}');
  values.close();
  const headers = await open('CreateTime:1\tevent-type:A,note:x,y\t{}', 'CreateTime:2\tNO_HEADERS\t{}');
  expect(shown(headers)).toEqual([
    ['(no key)', 'A', {}],
    ['(no key)', 'message', {}],
  ]);
  expect(headers.event(0).metadata).toBe('{"note":"x,y"}');
  headers.close();
});

it('joins the lines of a value, and lists lines that are damaged', async () => {
  const log = await open(
    'CreateTime:1\tk\t{',
    '"a":1',
    '}',
    'CreateTime:x\tk\t{}',
    'CreateTime:5\tk\t{}',
    'NO_TIMESTAMP\tk\t[1]',
  );
  expect(shown(log).map((event) => (event as unknown[])[2])).toEqual([{ a: 1 }, {}, [1]]);
  expect(log.index.problems).toMatchObject([
    { place: expect.stringContaining('line 4'), reason: 'Its time, partition or offset is no number.' },
  ]);
  log.close();
});
