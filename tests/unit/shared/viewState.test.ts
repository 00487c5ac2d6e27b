import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultViewState, parseViewState, type ViewState } from '../../../shared/model/viewState.ts';

describe('view state', () => {
  it('comes back as it was saved', () => {
    const view: ViewState = {
      ...defaultViewState,
      panel: 'schema',
      playhead: 241,
      range: { from: 1, to: 2 },
      query: 'type:Money*',
      partition: 'account-1001',
      squeezeIdle: false,
      speed: 4,
    };
    expect(parseViewState(JSON.stringify(view))).toEqual(view);
  });

  it('is the default for what is not a view state', () => {
    for (const text of [
      null,
      '',
      '{',
      '[]',
      '7',
      'null',
      '{"panel":"nowhere","playhead":-3,"range":{"from":2,"to":1}}',
    ]) {
      expect(parseViewState(text)).toEqual(defaultViewState);
    }
  });

  it('never throws and always has every field', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(Object.keys(parseViewState(text)).sort()).toEqual(Object.keys(defaultViewState).sort());
      }),
    );
  });
});
