import { describe, expect, it } from 'vitest';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { upcastEvent } from '../../../../../electron/worker/replay/upcastEvent.ts';
import { upcasterCoverage } from '../../../../../electron/worker/replay/upcasterCoverage.ts';
import { eventLog } from '../../../../builders/eventLog.ts';

const type = (name: string, versions: Record<string, number>) => ({
  type: name,
  events: Object.values(versions).reduce((a, b) => a + b, 0),
  versions: Object.entries(versions).map(([version, events]) => ({
    schemaVersion: version === 'none' ? null : version,
    events,
  })),
});

const paths = (versions: Record<string, number>, from: string[]) =>
  upcasterCoverage([type('T', versions)], from.length > 0 ? [{ type: 'T', from }] : []).map(({ newest, versions }) => [
    newest,
    Object.fromEntries(versions.map(({ schemaVersion, path, reaches }) => [schemaVersion ?? 'none', [path, reaches]])),
  ]);

describe('coverage by upcasters', () => {
  it('follows the steps of every version to the newest', () => {
    expect(paths({ none: 5, '2': 3, '3': 1 }, ['1', '2'])).toEqual([
      ['3', { '2': ['upcast', '3'], '3': ['newest', '3'], none: ['upcast', '3'] }],
    ]);
  });

  it('says which versions have no path', () => {
    expect(paths({ '1': 5, '2': 3, '4': 1 }, ['1'])).toEqual([
      ['4', { '1': ['no-path', '2'], '2': ['no-path', '2'], '4': ['newest', '4'] }],
    ]);
    expect(paths({ none: 5, '2': 3 }, [])).toEqual([['2', { '2': ['newest', '2'], none: ['unversioned', null] }]]);
  });

  it('counts the end of the last step as the newest where it is later than what is recorded', () => {
    expect(paths({ '1': 2 }, ['1'])).toEqual([['2', { '1': ['upcast', '2'] }]]);
  });

  it('has nothing to say of a type with one version and no step, and cannot step from text', () => {
    expect(paths({ '1': 2 }, [])).toEqual([]);
    expect(paths({ '1.0': 2, '1.1': 3 }, ['1'])).toEqual([
      ['1.1', { '1.0': ['no-path', '1.0'], '1.1': ['newest', '1.1'] }],
    ]);
  });
});

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
      data: '{"c":1}',
      changes: [
        { path: '/a', from: '1', to: null, ordinal: 0 },
        { path: '/c', from: null, to: '1', ordinal: 0 },
      ],
    });
    expect(await upcastEvent(replay, 'p.js', 1)).toMatchObject({ from: '2', to: '3', data: '{"c":2}' });
    expect(await upcastEvent(replay, 'p.js', 2)).toBeNull();
    expect(await upcastEvent(replay, 'merge', 0)).toBeNull();
    await expect(upcastEvent(replay, 'p.js', 3)).rejects.toMatchObject({
      code: 'bad-projection',
      message: expect.stringContaining('cannot upcast event #3'),
    });
  });
});
