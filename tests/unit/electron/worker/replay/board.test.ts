import { expect, it } from 'vitest';
import { Replay } from '../../../../../electron/worker/replay/replay.ts';
import { eventLog, type TestEvent } from '../../../../builders/eventLog.ts';
import { calm } from './bank.ts';

const events = (count: number): TestEvent[] =>
  Array.from({ length: count }, (_, i) => ({
    stream: i % 100 === 0 ? 'wanted' : 'other',
    type: 'T',
    data: { n: i % 3 },
  }));

it.each([
  ['stream', 'export const initialState = () => 0; export const evolve = (s) => s + 1;'],
  [
    'key',
    'export const initialState = () => 0; export const evolve = (s) => s + 1; export const partitionBy = (e) => String(e.data.n);',
  ],
  ['single', 'fromStream("wanted").when({ $init: () => ({ n: 0 }), $any: (s) => ({ n: s.n + 1 }) })'],
])('states that were prepared while the log grew are those of all events, by %s', async (_kind, source) => {
  const states = async (log: ReturnType<typeof eventLog>, whileIdle: () => void) => {
    const replay = new Replay(log);
    await replay.addProjection('own.js', source);
    const { board } = replay.loaded('own.js', -1);
    await board.prepare({ ...calm, breathe: () => void whileIdle() });
    return (await board.at(log.index.length - 1, calm)).texts;
  };
  const log = eventLog(events(600));
  const appended = events(1200).slice(600);
  const grown = await states(log, () => log.append(appended.splice(0)));
  expect(log.index.length).toBe(1200);
  expect(grown).toEqual(await states(eventLog(events(1200)), () => {}));
});
