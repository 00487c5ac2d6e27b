import './ExplorePanel.css';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { Bench } from '../../../shared/model/viewState.ts';
import { useLog, usePassing, usePlayhead, useTimeZone, useView } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { useCommand } from '../../data/useCommand.ts';
import { useRequest } from '../../data/useRequest.ts';
import { queryError } from '../../state/queryTerms.ts';
import { instantText, zoneName } from '../../state/timeText.ts';
import { Loading } from '../../widgets/Loading.tsx';
import { BisectBench } from './acrossPartitions/BisectBench.tsx';
import { PartitionsBench } from './acrossPartitions/PartitionsBench.tsx';
import { StatesAhead } from './acrossPartitions/StatesAhead.tsx';
import { useBookmarks } from './bookmarks/useBookmarks.ts';
import { FilterBox } from './filter/FilterBox.tsx';
import { EventGrid } from './grid/EventGrid.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { Navigator } from './navigator/Navigator.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import { WatchTracks } from './tracks/WatchTracks.tsx';
import { Transport } from './transport/Transport.tsx';
import { usePlay } from './transport/usePlay.ts';
import { useExploreCommands } from './useExploreCommands.ts';
import { useFindingSteps } from './useFindingSteps.ts';
import { useLater } from './useLater.ts';
import { usePlayheadMoves } from './usePlayheadMoves.ts';
import { BranchBar } from './whatIf/BranchBar.tsx';
import { BranchTrack } from './whatIf/BranchTrack.tsx';
import { useBranches } from './whatIf/useBranches.ts';

// Code that the first screen does without.
const ProjectionWorkspace = lazy(async () => ({
  default: (await import('./projection/ProjectionWorkspace.tsx')).ProjectionWorkspace,
}));
const SnapshotsDialog = lazy(async () => ({
  default: (await import('./snapshots/SnapshotsDialog.tsx')).SnapshotsDialog,
}));

/** Filter, timeline, events and state: everything answers to the one playhead. */
export function ExplorePanel(): React.JSX.Element {
  const { view } = useServices();
  const { events } = useLog();
  const zone = useTimeZone();
  const text = useView((v) => v.query);
  const playhead = usePlayhead();
  const dialog = usePassing((p) => p.dialog);
  const bench = useView((v) => v.bench);
  const [asTable, setAsTable] = useState(false);
  // The eye goes to the timeline: it asks and is drawn first, the panes under it right after.
  const [hasPanes, showPanes] = useLater();
  const toggle = (wanted: Bench): void => view.dispatch({ do: 'showBench', bench: bench === wanted ? null : wanted });
  useCommand('state.partitions', () => toggle('partitions'));
  useCommand('state.bisect', () => toggle('bisect'));

  // While a query is typed it is often wrong for a moment: what is shown stays that of the last right one.
  const wrong = useMemo(() => queryError(text), [text]);
  const lastRight = useRef('');
  if (wrong === null) lastRight.current = text.trim();
  const asked = lastRight.current;
  const count = useRequest('events.count', { query: asked }, { refreshOn: events });
  // Counting may read every payload. The rest asks when that is done and finds the hits kept, instead of reading along.
  const lastCounted = useRef('');
  if (count.data && !count.stale) lastCounted.current = asked;
  const query = lastCounted.current;

  const moves = usePlayheadMoves(query);
  usePlay(query);
  useFindingSteps(playhead);
  const branches = useBranches();
  const bookmarks = useBookmarks();
  const branch = branches.active;
  useExploreCommands(playhead, branches);

  const event = useRequest('events.envelope', playhead < 0 ? null : { ordinal: playhead }).data ?? null;
  const place = useRequest('events.locate', query === '' || playhead < 0 ? null : { query, ordinal: playhead }, {
    refreshOn: events,
  });
  const isHidden = place.data?.exact === false && !place.stale;
  const pointText =
    playhead < 0
      ? 'before the first event'
      : [
          `#${playhead}`,
          event?.globalPosition != null && event.ordinal === playhead ? `position ${event.globalPosition}` : null,
          event?.recordedAt != null && event.ordinal === playhead
            ? `${instantText(event.recordedAt, zone)} ${zoneName(zone)}`
            : null,
        ]
          .filter((part) => part !== null)
          .join(' · ');
  return (
    <div className="explore">
      <FilterBox hits={count.data} progress={count.pending ? count.progress : undefined} error={wrong ?? count.error} />
      <Timeline query={query} asTable={asTable} bookmarks={bookmarks.all} pointText={pointText} onDrawn={showPanes} />
      {branch && <BranchTrack branch={branch} query={query} playhead={playhead} />}
      <WatchTracks query={query} playhead={playhead} />
      <Transport
        moves={moves}
        playhead={playhead}
        event={event}
        isHidden={isHidden}
        asTable={asTable}
        onAsTable={setAsTable}
      />
      {branch && <BranchBar branches={branches} branch={branch} />}
      {bench === 'projection' ? (
        <Suspense fallback={<Loading what="the editor" />}>
          <ProjectionWorkspace playhead={playhead} />
        </Suspense>
      ) : !hasPanes ? (
        <div className="explore-panes" />
      ) : (
        <div className="explore-panes">
          <Navigator query={query} currentStream={event?.streamId ?? null} />
          {bench === 'partitions' ? (
            <PartitionsBench playhead={playhead} />
          ) : bench === 'bisect' ? (
            <BisectBench playhead={playhead} />
          ) : (
            <EventGrid
              query={query}
              playhead={playhead}
              matched={count.data?.matched}
              branches={branches}
              bookmarks={bookmarks.all}
            />
          )}
          <Inspector playhead={playhead} branches={branches} bookmarks={bookmarks} />
        </div>
      )}
      <StatesAhead bench={bench} />
      {dialog === 'snapshots' && (
        <Suspense fallback={null}>
          <SnapshotsDialog playhead={playhead} />
        </Suspense>
      )}
    </div>
  );
}
