import { describe, expect, it } from 'vitest';
import type { OpenedLog } from '../../../../../../../electron/worker/openedLog.ts';
import { openLog, scratchFolder } from '../../../../../../builders/scratch.ts';

// A time, revision or position that is there and is none: the event opens, and a problem says what stands there.

const scratch = scratchFolder();
let files = 0;

async function problemsOf(content: string): Promise<string[]> {
  const log: OpenedLog = await openLog(scratch.write(`log-${files++}`, content));
  const { problems } = log.index;
  log.close();
  return problems.map(({ place, reason, ordinal }) => `#${ordinal} ${place.replace(/ \(.*/, '')}: ${reason}`);
}

const jsonLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const event = {
  streamId: 's',
  revision: 1,
  globalPosition: 7,
  type: 'T',
  recordedAt: '2026-03-01T10:00:00Z',
  data: {},
};
const rest = [event, event, event];

describe('what is no time or number', () => {
  it('is a problem of its line, all that is wrong with it in one', async () => {
    const bad = { ...event, revision: 'first', globalPosition: 1.5, recordedAt: 'yesterday' };
    expect(await problemsOf(jsonLines([event, bad, ...rest]))).toEqual([
      '#1 line 2: Its revision is no whole number: first. Its globalPosition is no whole number: 1.5. Its recordedAt is no time: yesterday.',
    ]);
  });

  it('is one as an object, a list or a truth value too', async () => {
    const bad = [{ recordedAt: {} }, { revision: [1] }, { globalPosition: true }].map((part) => ({
      ...event,
      ...part,
    }));
    expect(await problemsOf(jsonLines([...bad, ...rest]))).toEqual([
      '#0 line 1: Its recordedAt is no time: {}.',
      '#1 line 2: Its revision is no whole number: [1].',
      '#2 line 3: Its globalPosition is no whole number: true.',
    ]);
  });

  it('is none where nothing stands', async () => {
    const { recordedAt: _none, ...without } = event;
    const empty = [
      without,
      { ...event, recordedAt: '' },
      { ...event, recordedAt: null, revision: null, globalPosition: '' },
    ];
    expect(await problemsOf(jsonLines([...rest, ...empty]))).toEqual([]);
  });

  it('is a problem of its record in CSV, and of its value in an array', async () => {
    const csv =
      'stream_id,type,revision,recorded_at,data\ns,T,1,2026-03-01T10:00:00Z,{}\ns,T,two,soon,{}\ns,T,3,2026-03-01,{}\ns,T,,,{}\n';
    expect(await problemsOf(csv)).toEqual([
      '#1 record 2: Its revision is no whole number: two. Its recorded_at is no time: soon.',
    ]);
    expect(await problemsOf(JSON.stringify([...rest, { ...event, recordedAt: 'soon' }]))).toEqual([
      '#3 value 4: Its recordedAt is no time: soon.',
    ]);
  });

  it('is a problem in the worlds that have names of their own', async () => {
    const row = { id: 'i', stream_name: 'a-1', type: 'T', position: 0, global_position: 1, data: {}, metadata: null };
    const at = '2026-03-01 10:00:00';
    expect(
      await problemsOf(
        jsonLines([
          { ...row, time: at },
          { ...row, position: 'x', time: 'noon' },
        ]),
      ),
    ).toEqual(['#1 line 2: Its position is no whole number: x. Its time is no time: noon.']);
    const recorded = { streamId: 's', id: 'i', revision: '0', type: 'T', created: at, isJson: true, data: {} };
    const gone = { event: { ...recorded, created: 'never', position: { commit: 'x', prepare: '1' } } };
    expect(await problemsOf(jsonLines([{ event: recorded }, gone]))).toEqual([
      '#1 line 2: Its position.commit is no whole number: x. Its created is no time: never.',
    ]);
  });

  it('stays with the event where a name may mean something else', async () => {
    const log = await openLog(scratch.write('words', jsonLines([{ type: 'T', date: 'Monday', data: {} }])));
    expect(log.index.problems).toEqual([]);
    expect(log.event(0).metadata).toBe('{"date":"Monday"}');
    log.close();
  });
});
