import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const open = (text: string) => openLog(scratch.write('x', text));
const stores = 'tests/fixtures/stores/redux-devtools';
const lifted = readFileSync(`${stores}/redux-devtools-lifted-state.json`, 'utf8');
const exported = readFileSync(`${stores}/redux-devtools-export.json`, 'utf8');

const action = (type: string, rest = ''): string =>
  `{"type":"PERFORM_ACTION","action":{"type":"${type}"${rest}},"timestamp":1700000000000.5}`;

describe('a Redux DevTools log', () => {
  it('marks skipped actions, keeps computed states, and says where the tool stood', async () => {
    const opened = await open(lifted);
    expect(opened.event(7)).toMatchObject({ globalPosition: '7', metadata: '{"skipped":true}' });
    expect(opened.event(6).metadata).toBeNull();
    const { computedStates } = JSON.parse(lifted);
    const snapshots = opened.store.snapshots();
    expect(snapshots.map(({ state }) => JSON.parse(state.kind === 'json' ? state.text : ''))).toEqual(
      computedStates.map(({ state }: { state: unknown }) => state),
    );
    expect(opened.summary().notes.join()).toMatch(/the state after action 40\./);
    opened.close();
  });

  it('orders actions as they are staged, with their digits and errors', async () => {
    const opened = await open(
      `{"actionsById":{"0":${action('init')},"1":${action('late', ',"n":12345678901234567890')},"2":${action('early')}},
        "stagedActionIds":[0,2,1],"computedStates":[{"state":{}},{"state":{}},{"state":{},"error":"boom"}]}`,
    );
    expect([0, 1, 2].map((i) => opened.envelope(i).type)).toEqual(['init', 'early', 'late']);
    expect(opened.event(2)).toMatchObject({
      payload: { text: '{"n":12345678901234567890}' },
      metadata: '{"error":"boom"}',
      recordedAt: '2023-11-14T22:13:20.000500Z',
    });
    opened.close();
  });
});

describe('a damaged Redux DevTools log', () => {
  it('opens up to where it is cut off, without an order of its own', async () => {
    const opened = await open(lifted.slice(0, lifted.indexOf('"20":{') + 50));
    expect(opened.index.length).toBe(20);
    expect(opened.index.problems.map(({ place }) => place)).toEqual(['member "actionsById"', 'action 20']);
    opened.close();
  });

  it('opens up to where the export form is cut off', async () => {
    for (const cut of [400, 401, 402, 403, 404, 405]) {
      const opened = await open(exported.slice(0, cut));
      expect(opened.index.length).toBeGreaterThan(2);
      expect(opened.index.problemCount).toBeGreaterThan(0);
      opened.close();
    }
  });

  it('lists one bad action and wrong types', async () => {
    const opened = await open(
      `{"actionsById":{"0":${action('init')},"1":{"type":"PERFORM_ACTION","action":7},"2":{"action":{"type":[]}},
        "3":{"action":{"type":"a"},"timestamp":"noon"}},"stagedActionIds":[0,1,2,3,9],"computedStates":"none"}`,
    );
    expect(opened.index.problems.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      'action 9: It counts among the actions, but is not there.',
      'action 1: It holds no action.',
      'action 2: Its action has no type.',
      'action 3: Its timestamp is no time.',
    ]);
    expect(opened.index.length).toBe(2);
    opened.close();
  });
});
