// What is on the shelf per article, in the language of KurrentDB projections: one state per inventory stream.

fromCategory('inventory')
  .foreachStream()
  .when({
    $init: () => ({ onShelf: 0, promised: 0, picked: 0 }),
    StockReceived: (state, event) => {
      state.onShelf += event.data.quantity;
      return state;
    },
    StockReserved: (state, event) => {
      state.promised += event.data.quantity;
      return state;
    },
    StockReleased: (state, event) => {
      state.promised -= event.data.quantity;
      return state;
    },
    StockPicked: (state, event) => {
      state.promised -= event.data.quantity;
      state.onShelf -= event.data.quantity;
      state.picked += event.data.quantity;
      return state;
    },
  });
