import { describe, expect, it } from 'vitest';
import { reduceView } from '../../../../renderer/state/reducer.ts';
import { playheadOrdinal, steppedPlayhead } from '../../../../renderer/state/selectors.ts';
import { defaultViewState } from '../../../../shared/model/viewState.ts';

describe('reduceView', () => {
  it('answers the same object when nothing changes, so that nothing is drawn', () => {
    expect(reduceView(defaultViewState, { do: 'setQuery', query: '' })).toBe(defaultViewState);
    expect(reduceView(defaultViewState, { do: 'setAxis', axis: 'time' })).toBe(defaultViewState);
  });
  it('forgets the range with the axis it was measured on', () => {
    const zoomed = reduceView(defaultViewState, { do: 'showRange', range: { from: 1, to: 2 } });
    expect(reduceView(zoomed, { do: 'setAxis', axis: 'ordinal' })).toMatchObject({ axis: 'ordinal', range: null });
  });
  it('shows an event in Explore whatever panel and pin there was', () => {
    const elsewhere = { ...defaultViewState, panel: 'schema' as const, partition: 'order-1' };
    expect(reduceView(elsewhere, { do: 'showEvent', ordinal: 7 })).toMatchObject({
      panel: 'explore',
      playhead: 7,
      partition: null,
    });
  });
});

describe('the playhead', () => {
  it('stands at the end while it follows, and never beyond the log', () => {
    expect(playheadOrdinal(defaultViewState, 10)).toBe(9);
    expect(playheadOrdinal({ ...defaultViewState, playhead: 20 }, 10)).toBe(9);
    expect(playheadOrdinal(defaultViewState, 0)).toBe(-1);
  });
  it('stays inside the log and follows again from the last event', () => {
    expect(steppedPlayhead(3, -10, 10)).toBe(0);
    expect(steppedPlayhead(3, 1, 10)).toBe(4);
    expect(steppedPlayhead(8, 1, 10)).toBeNull();
  });
});
