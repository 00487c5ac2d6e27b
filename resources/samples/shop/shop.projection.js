// Orders as a state machine, inventory as a count: one state per stream.

export const initialState = () => ({});

const next = {
  PaymentRequested: 'awaiting payment',
  PaymentCaptured: 'paid',
  PaymentFailed: 'payment failed',
  OrderShipped: 'shipped',
  OrderDelivered: 'delivered',
  OrderCancelled: 'cancelled',
};

const stock = { StockReceived: [1, 0], StockReserved: [-1, 1], StockReleased: [1, -1], StockPicked: [0, -1] };

export const evolve = (state, { type, data }) => {
  if (type in stock) {
    const [available, reserved] = stock[type];
    return {
      sku: data.sku,
      name: data.name ?? state.name ?? null,
      available: (state.available ?? 0) + available * data.quantity,
      reserved: (state.reserved ?? 0) + reserved * data.quantity,
    };
  }
  switch (type) {
    case 'OrderPlaced':
      return {
        status: 'placed',
        orderId: data.orderId,
        customer: data.customer,
        total: data.total,
        currency: data.currency,
        lines: data.lines,
      };
    case 'PaymentCaptured':
      return { ...state, status: next[type], paid: data.amount, reference: data.reference };
    case 'ShippingAddressChanged':
      return { ...state, shipTo: data.shipTo };
    case 'OrderShipped':
      return { ...state, status: next[type], trackingNumber: data.trackingNumber };
    case 'CustomerComplained':
      return { ...state, complaints: [...(state.complaints ?? []), data.text] };
    default:
      return type in next ? { ...state, status: next[type] } : state;
  }
};

export const upcasters = {
  // Version 1 knew the customer by name only, took euros for granted and kept no price per line.
  OrderPlaced: {
    1: (data) => ({
      ...data,
      customer: { id: null, name: data.customer },
      currency: 'EUR',
      channel: null,
      lines: data.lines.map((line) => ({ ...line, unitPrice: null })),
    }),
  },
};
