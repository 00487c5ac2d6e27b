// The whole site as one state, in the language of KurrentDB projections.

fromAll().when({
  $init: () => ({ sessions: 0, pageViews: 0, purchases: 0, revenue: 0, totalsAsText: 0, bySource: {} }),
  SessionStarted: (state, event) => {
    state.sessions++;
    state.bySource[event.data.source] = (state.bySource[event.data.source] ?? 0) + 1;
    return state;
  },
  PageViewed: (state) => {
    state.pageViews++;
    return state;
  },
  PurchaseCompleted: (state, event) => {
    // Without Number() the sum turns into a string at the first purchase after the deploy.
    if (typeof event.data.total === 'string') state.totalsAsText++;
    state.purchases++;
    state.revenue = Math.round((state.revenue + Number(event.data.total)) * 100) / 100;
    return state;
  },
});
