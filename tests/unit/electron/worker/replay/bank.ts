import type { ScanContext } from '../../../../../electron/worker/formats/format.ts';
import type { TestEvent } from '../../../../builders/eventLog.ts';

/** A context that never cancels and never waits. */
export const calm: ScanContext = { signal: new AbortController().signal, breathe: () => undefined };

/** The account that is opened, gets 100, gives 30, gets 50 and ends at 120; another one in between. */
export const bankEvents: readonly TestEvent[] = [
  { stream: 'account-1', type: 'Opened', data: { owner: 'Ann' } },
  { stream: 'account-2', type: 'Opened', data: { owner: 'Bob' } },
  { stream: 'account-1', type: 'Deposited', data: { amount: 100 } },
  { stream: 'account-2', type: 'Deposited', data: { amount: 7 } },
  { stream: 'account-1', type: 'Withdrawn', data: { amount: 30 } },
  { stream: 'account-1', type: 'Deposited', data: { amount: 50 } },
];

export const bankDecider = `
export const initialState = () => ({ owner: null, balance: 0 });
export const evolve = (state, event) => {
  switch (event.type) {
    case 'Opened': return { ...state, owner: event.data.owner };
    case 'Deposited': return { ...state, balance: state.balance + event.data.amount };
    case 'Withdrawn': return { ...state, balance: state.balance - event.data.amount };
    default: return state;
  }
};
`;

export const bankKurrent = `
fromCategory('account')
  .foreachStream()
  .when({
    $init: () => ({ owner: null, balance: 0 }),
    Opened: (s, e) => { s.owner = e.data.owner; },
    Deposited: (s, e) => { s.balance += e.body.amount; return s; },
    Withdrawn: (s, e) => { s.balance -= e.body.amount; return s; },
  })
  .outputState();
`;
