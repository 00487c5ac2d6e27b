import { describe, expect, it } from 'vitest';
import { Replay } from '../../../../../../electron/worker/replay/replay.ts';
import { vocabulary } from '../../../../../../electron/worker/summaries/vocabulary.ts';
import {
  codeOf,
  formProblem,
  type ProjectionForm,
} from '../../../../../../renderer/panels/explore/projection/projectionForm.ts';
import { templateForm, templates } from '../../../../../../renderer/panels/explore/projection/templates.ts';
import { eventLog, type TestEvent } from '../../../../../builders/eventLog.ts';
import { scanContext } from '../../../../../builders/scanContext.ts';

const events: readonly TestEvent[] = [
  { stream: 'a-1', type: 'bank.Account.Opened', data: { owner: { name: "O'Hara" }, tags: ['x'] } },
  { stream: 'a-1', type: 'MoneyDeposited', data: { amount: 100, at: 'atm' } },
  { stream: 'a-2', type: 'MoneyDeposited', data: { amount: '5' } },
  { stream: 'a-1', type: 'MoneyWithdrawn', data: { amount: 30 } },
  { stream: 's-1', type: 'StockReceived', data: { quantity: 7, sku: 'k' } },
  { stream: 's-1', type: 'StockReserved', data: { quantity: 2, 'odd name': 1 } },
];

/** The state that the code of a form gives at the end of the log. */
async function stateOf(form: ProjectionForm, partition: string): Promise<unknown> {
  expect(formProblem(form)).toBeNull();
  const replay = new Replay(eventLog(events));
  await replay.addProjection('f.js', codeOf(form));
  const answer = await replay.stateAt({ reducer: 'f.js', partition }, events.length - 1, scanContext());
  expect(answer.failure).toBeNull();
  return JSON.parse(answer.state!);
}

const words = () => vocabulary(eventLog(events), scanContext());

describe('a form', () => {
  it('writes code that does what its rules say', async () => {
    const form: ProjectionForm = {
      states: 'stream',
      field: '',
      rules: [
        { type: 'bank.Account.Opened', operation: 'take', name: 'owner', from: 'owner.name' },
        { type: 'bank.Account.Opened', operation: 'put', name: "state's", from: 'it\'s "open" \\' },
        { type: 'MoneyDeposited', operation: 'add', name: 'balance', from: 'amount' },
        { type: 'MoneyDeposited', operation: 'count', name: 'deposits', from: '' },
        { type: 'MoneyDeposited', operation: 'collect', name: 'places', from: 'at' },
        { type: 'MoneyWithdrawn', operation: 'subtract', name: 'balance', from: 'amount' },
      ],
    };
    expect(await stateOf(form, 'a-1')).toEqual({
      owner: "O'Hara",
      "state's": 'it\'s "open" \\',
      balance: 70,
      deposits: 1,
      places: ['atm'],
    });
    expect(await stateOf(form, 'a-2')).toMatchObject({ balance: 5, places: [null] });
  });

  it('writes a state per value of a field, and one over all', async () => {
    const rules = [{ type: 'MoneyDeposited', operation: 'count', name: 'n', from: '' }] as const;
    expect(await stateOf({ states: 'field', field: 'at', rules }, 'atm')).toEqual({ n: 1 });
    expect(await stateOf({ states: 'single', field: '', rules }, 'all')).toEqual({ n: 2 });
  });

  it('takes all fields, and fields with odd names', async () => {
    const rules = [
      { type: 'StockReceived', operation: 'merge', name: '', from: '' },
      { type: 'StockReserved', operation: 'add', name: 'odd', from: 'odd name' },
    ] as const;
    expect(await stateOf({ states: 'stream', field: '', rules }, 's-1')).toEqual({ odd: 1, quantity: 7, sku: 'k' });
  });

  it('says what is missing', () => {
    const form = { states: 'stream', field: '', rules: [] } as const;
    expect(formProblem(form)).toMatch(/Add a rule/);
    const rule = { type: 'T', operation: 'add', name: 'x', from: '' } as const;
    expect(formProblem({ ...form, rules: [rule] })).toBe('Rule 1 names no field.');
    expect(formProblem({ ...form, rules: [{ ...rule, from: 'a', name: ' ' }] })).toMatch(/names no value/);
    expect(formProblem({ ...form, states: 'field', rules: [{ ...rule, from: 'a' }] })).toMatch(/Choose the field/);
  });
});

describe('templates', () => {
  it.each(templates.map(({ id }) => id))('%s is filled in with the types of the store, and runs', async (id) => {
    const form = templateForm(id, await words());
    expect(form).not.toBeNull();
    await stateOf(form!, 'a-1');
  });

  it('know more from less, and numbers from text', async () => {
    const vocabulary = await words();
    expect(templateForm('balance', vocabulary)!.rules).toEqual([
      { type: 'MoneyDeposited', operation: 'add', name: 'balance', from: 'amount' },
      { type: 'MoneyWithdrawn', operation: 'subtract', name: 'balance', from: 'amount' },
    ]);
    expect(await stateOf(templateForm('inventory', vocabulary)!, 's-1')).toEqual({ onHand: 5 });
    expect(await stateOf(templateForm('status', vocabulary)!, 's-1')).toEqual({ status: 'reserved' });
    expect(templateForm('count', vocabulary)!.rules.map(({ name }) => name)).toContain('moneyDeposited');
  });

  it('are none where the store has nothing that they could be about', () => {
    const bare = { types: [{ type: 'Noted', events: 1, fields: [{ path: ['text'], types: ['string'] }] }], more: 0 };
    expect(templates.filter(({ id }) => templateForm(id, bare) === null).map(({ id }) => id)).toEqual([
      'sum',
      'inventory',
      'balance',
    ]);
  });
});
