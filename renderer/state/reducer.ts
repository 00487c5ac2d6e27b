import type { ViewState } from '../../shared/model/viewState.ts';
import type { ViewAction } from './actions.ts';

/** The next view. Pure; answers the same object when nothing changes, so that nothing is drawn. */
export function reduceView(view: ViewState, action: ViewAction): ViewState {
  switch (action.do) {
    case 'showPanel':
      return change(view, { panel: action.panel });
    case 'movePlayhead':
      return change(view, { playhead: action.ordinal });
    case 'showEvent':
      return change(view, { panel: 'explore', playhead: action.ordinal, partition: null });
    case 'showRange':
      return change(view, { range: action.range });
    case 'setAxis':
      // The range is in units of the axis, so it does not survive a change of it.
      return action.axis === view.axis ? view : { ...view, axis: action.axis, range: null };
    case 'stackBy':
      return change(view, { stackBy: action.stackBy });
    case 'squeezeIdle':
      return change(view, { squeezeIdle: action.squeezeIdle });
    case 'setQuery':
      return change(view, { query: action.query });
    case 'showTab':
      return change(view, { inspectorTab: action.tab });
    case 'useReducer':
      return change(view, { reducer: action.reducer, partition: null });
    case 'pinPartition':
      return change(view, { partition: action.partition });
    case 'useBranch':
      return change(view, { branch: action.branch });
    case 'showSchemaType':
      return change(view, { schemaType: action.schemaType });
    case 'draft':
      return change(view, { draft: action.draft });
    case 'setSpeed':
      return change(view, { speed: action.speed });
    case 'setMark':
      return change(
        view,
        action.ordinal === null ? { mark: null } : { mark: action.ordinal, panel: 'explore', inspectorTab: 'changes' },
      );
    case 'showBench':
      return change(view, action.bench === null ? { bench: null } : { bench: action.bench, panel: 'explore' });
    case 'showStateAs':
      return change(view, { stateAs: action.stateAs, inspectorTab: 'state' });
    case 'showPartition':
      return change(view, { partition: action.partition, inspectorTab: 'state' });
    case 'restore':
      return action.view;
  }
}

function change(view: ViewState, fields: Partial<ViewState>): ViewState {
  const changed = (Object.keys(fields) as (keyof ViewState)[]).some((key) => view[key] !== fields[key]);
  return changed ? { ...view, ...fields } : view;
}
