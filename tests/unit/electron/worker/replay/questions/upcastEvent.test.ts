import { describe, expect, it } from 'vitest';
import { upcastEvent } from '../../../../../../electron/worker/replay/questions/upcastEvent.ts';
import { Replay } from '../../../../../../electron/worker/replay/replay.ts';
import { eventLog } from '../../../../../builders/eventLog.ts';

describe('an upcast event', () => {
  const log = eventLog([
    { stream: 's', type: 'T', data: { a: 1 } },
    { stream: 's', type: 'T', data: { b: 2 }, schemaVersion: '2' },
    { stream: 's', type: 'U', data: {} },
    { stream: 's', type: 'T', data: {}, schemaVersion: '9' },
  ]);
  const source = `
export const initialState = () => ({});
export const evolve = (s) => s;
export const upcasters = { T: { 1: (d) => ({ b: d.a }), 2: (d) => ({ c: d.b }), 9: (d) => d.no.such } };`;

  it('is shown with the versions it came from and to', async () => {
    const replay = new Replay(log);
    await replay.addProjection('p.js', source);
    expect(await upcastEvent(replay, 'p.js', 0)).toEqual({
      by: 'p.js',
      from: '1',
      to: '3',
      data: { text: '{"c":1}', cuts: [] },
      changes: [
        { path: '/a', from: '1', to: null, ordinal: 0 },
        { path: '/c', from: null, to: '1', ordinal: 0 },
      ],
    });
    expect(await upcastEvent(replay, 'p.js', 1)).toMatchObject({
      from: '2',
      to: '3',
      data: { text: '{"c":2}', cuts: [] },
    });
    expect(await upcastEvent(replay, 'p.js', 2)).toBeNull();
    expect(await upcastEvent(replay, 'merge', 0)).toBeNull();
    await expect(upcastEvent(replay, 'p.js', 3)).rejects.toMatchObject({
      code: 'bad-projection',
      message: expect.stringContaining('cannot upcast event #3'),
    });
  });
});
