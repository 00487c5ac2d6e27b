import './Navigator.css';
import { memo } from 'react';
import { useLog } from '../../../data/hooks.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { FacetLists } from './FacetLists.tsx';
import { StreamList } from './StreamList.tsx';

/** What is in the log, by type, schema version and stream: each a filter that a click sets and takes away. */
export const Navigator = memo(function Navigator({
  query,
  currentStream,
}: {
  query: string;
  currentStream: string | null;
}): React.JSX.Element {
  const { events } = useLog();
  const all = useRequest('log.facets', { query: '' }, { refreshOn: events }).data;
  const matching = useRequest('log.facets', query.trim() === '' ? null : { query }, { refreshOn: events }).data;
  const counts = matching ?? all;
  if (!all || !counts) return <aside className="navigator">{<Skeleton rows={9} label="Loading types" />}</aside>;
  return (
    <aside className="navigator" aria-label="Navigator">
      <FacetLists all={all.types} matching={counts.types} />
      <StreamList total={all.streams} currentStream={currentStream} />
    </aside>
  );
});
