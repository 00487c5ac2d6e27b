// One state per page: how often it was seen and how fast it came.

export const partitionBy = (event) => (event.type === 'PageViewed' ? event.data.page : null);

export const initialState = () => ({ views: 0, slowestMs: 0, averageMs: 0 });

export const evolve = (state, { data }) => ({
  views: state.views + 1,
  slowestMs: Math.max(state.slowestMs, data.ms),
  averageMs: Math.round((state.averageMs * state.views + data.ms) / (state.views + 1)),
});
