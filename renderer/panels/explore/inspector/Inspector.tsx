import './Inspector.css';
import { lazy, memo, Suspense, useMemo } from 'react';
import type { InspectorTab } from '../../../../shared/model/viewState.ts';
import { useLog, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useCommand } from '../../../data/useCommand.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Loading } from '../../../widgets/Loading.tsx';
import { Tabs } from '../../../widgets/Tabs.tsx';
import type { Bookmarks } from '../bookmarks/useBookmarks.ts';
import { CausationTab } from '../causation/CausationTab.tsx';
import { ExploreDialogs } from '../ExploreDialogs.tsx';
import type { Branches } from '../whatIf/useBranches.ts';
import { ChangesTab } from './ChangesTab.tsx';
import { EventTab } from './EventTab.tsx';
import { ReducerBar } from './ReducerBar.tsx';
import { StateTab } from './StateTab.tsx';
import { useReducers } from './useReducers.ts';

// Code that the first screen does without.
const WhatIfTab = lazy(async () => ({ default: (await import('../whatIf/WhatIfTab.tsx')).WhatIfTab }));

interface Props {
  readonly playhead: number;
  readonly branches: Branches;
  readonly bookmarks: Bookmarks;
}

/** What the playhead's event left behind, what it did, and the event itself. */
export const Inspector = memo(function Inspector({ playhead, branches, bookmarks }: Props): React.JSX.Element {
  const { view } = useServices();
  const { events } = useLog();
  const tab = useView((v) => v.inspectorTab);
  const partition = useView((v) => v.partition);
  const reducers = useReducers();
  const target = useMemo(
    () =>
      events === 0 || reducers.current === null ? null : { reducer: reducers.current.id, partition, ordinal: playhead },
    [events, reducers.current, partition, playhead],
  );
  const state = useRequest('state.shown', target);
  useCommand('state.mark', () => view.dispatch({ do: 'setMark', ordinal: playhead }));
  useCommand('state.unmark', () => view.dispatch({ do: 'setMark', ordinal: null }));
  const isComparing = useView((v) => v.mark) !== null;
  const changes = isComparing ? 0 : (state.data?.changeCount ?? 0);
  const tabs: { id: InspectorTab; title: string; badge?: number }[] = [
    { id: 'state', title: 'State' },
    changes > 0
      ? { id: 'changes', title: 'Changes', badge: changes }
      : { id: 'changes', title: isComparing ? 'Compare' : 'Changes' },
    { id: 'event', title: 'Event' },
    { id: 'causation', title: 'Causation' },
    branches.active
      ? { id: 'whatIf', title: 'What if', badge: branches.active.edits.length }
      : { id: 'whatIf', title: 'What if' },
  ];
  return (
    <section className="inspector" aria-label="State">
      <Tabs
        label="Inspector"
        idPrefix="inspector"
        tabs={tabs}
        selected={tab}
        onSelect={(id) => view.dispatch({ do: 'showTab', tab: id })}
      />
      <div className="inspector-panel" role="tabpanel" id="inspector-panel" aria-labelledby={`inspector-tab-${tab}`}>
        {events === 0 ? (
          <EmptyState title="Nothing to inspect">There is no event, so there is no state.</EmptyState>
        ) : tab === 'event' ? (
          <EventTab ordinal={playhead} branches={branches} reducer={reducers.current?.id ?? null} />
        ) : tab === 'causation' ? (
          <CausationTab ordinal={playhead} />
        ) : tab === 'whatIf' ? (
          <Suspense fallback={<Loading what="What if" />}>
            <WhatIfTab branches={branches} reducers={reducers} target={target} playhead={playhead} />
          </Suspense>
        ) : (
          <>
            <ReducerBar reducers={reducers} partition={state.data?.partition ?? ''} />
            {tab === 'state' ? (
              <StateTab state={state} target={target} playhead={playhead} />
            ) : (
              <ChangesTab state={state} reducers={reducers} playhead={playhead} />
            )}
          </>
        )}
      </div>
      <ExploreDialogs
        branches={branches}
        bookmarks={bookmarks}
        playhead={playhead}
        reducer={reducers.current?.id ?? null}
        partition={partition}
        shown={state.data?.partition ?? null}
      />
    </section>
  );
});
