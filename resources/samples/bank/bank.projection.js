// Balance of each account, and the course of each transfer: one state per stream.

const cents = (amount) => Math.round(amount * 100) / 100;

export const initialState = () => ({});

export const evolve = (state, { type, data }) => {
  switch (type) {
    case 'AccountOpened':
      return { status: 'open', owner: data.owner.name, currency: data.currency, balance: 0 };
    case 'MoneyDeposited':
      return { ...state, balance: cents(state.balance + data.amount) };
    case 'MoneyWithdrawn':
      return { ...state, balance: cents(state.balance - data.amount) };
    case 'StatementIssued':
      // What the bank told the customer, beside what the events add up to.
      return { ...state, statement: { closingBalance: data.closingBalance, addsUp: data.closingBalance === state.balance } };
    case 'AccountClosed':
      return {
        ...state,
        status: 'closed',
        paidOut: data.closingBalance,
        difference: cents(state.balance - data.closingBalance),
      };
    case 'TransferRequested':
      return { status: 'requested', from: data.from, to: data.to, amount: data.amount };
    case 'TransferCompleted':
      return { ...state, status: 'completed', tookMs: data.tookMs };
    case 'TransferRejected':
      return { ...state, status: 'rejected', reason: data.reason };
    default:
      return state;
  }
};

export const upcasters = {
  // Version 1 held the owner's name alone.
  AccountOpened: { 1: (data) => ({ ...data, owner: { name: data.owner, kycLevel: null }, product: 'basic' }) },
};
