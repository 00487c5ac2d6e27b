import { useCallback, useState } from 'react';
import { formatCount } from '../../../../shared/format.ts';
import { useLog, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { useSteady } from '../../../data/useSteady.ts';
import { termUse, toggleTerm } from '../../../state/queryTerms.ts';
import { VirtualList } from '../../../widgets/VirtualList.tsx';
import { FacetRow } from './FacetRow.tsx';
import { moveAmongFacets } from './facetKeys.ts';

const pageSize = 100;

/** All streams, busiest first, with a small filter of their own. */
export function StreamList({
  total,
  currentStream,
}: {
  total: number;
  currentStream: string | null;
}): React.JSX.Element {
  const { view } = useServices();
  const { events } = useLog();
  const text = useView((v) => v.query);
  const [filter, setFilter] = useState('');
  const [firstRow, setFirstRow] = useState(0);
  const onRows = useCallback((first: number) => setFirstRow(first), []);
  const page = Math.floor(firstRow / pageSize);
  const ask = { filter, sort: 'events', limit: pageSize } as const;
  // Two slots, one for even pages and one for odd: a page stays where it is while its neighbour is fetched.
  const even = useRequest(
    'streams.page',
    { ...ask, offset: (page % 2 === 0 ? page : page + 1) * pageSize },
    { refreshOn: events },
  );
  const odd = useRequest(
    'streams.page',
    { ...ask, offset: (page % 2 === 1 ? page : page + 1) * pageSize },
    { refreshOn: events },
  );
  const found = (even.data ?? odd.data)?.total ?? 0;
  const rowAt = (index: number) => {
    const slot = Math.floor(index / pageSize) % 2 === 0 ? even.data : odd.data;
    return slot?.rows[index - slot.offset];
  };
  const toggle = useSteady((streamId: string, negated: boolean): void =>
    view.dispatch({ do: 'setQuery', query: toggleTerm(text, 'stream', streamId, negated) }),
  );
  return (
    <div className="streams">
      <h2>
        Streams <span>{formatCount(total)}</span>
      </h2>
      <input
        type="search"
        className="streams-filter"
        aria-label="Find a stream"
        placeholder="Find a stream"
        spellCheck={false}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      {found === 0 && !even.pending ? (
        <p className="navigator-note">No stream has “{filter}” in its name.</p>
      ) : (
        <VirtualList
          className="streams-list"
          count={found}
          rowHeight={25}
          onRows={onRows}
          bodyRole="list"
          tabIndex={0}
          role="group"
          aria-label="Streams"
          onKeyDown={moveAmongFacets}
          renderRow={(index) => {
            const row = rowAt(index);
            if (!row) return <div className="placeholder-row" />;
            return (
              <FacetRow
                name={row.streamId}
                hue={null}
                events={row.events}
                share={null}
                use={termUse(text, 'stream', row.streamId)}
                isCurrent={row.streamId === currentStream}
                onToggle={toggle}
              />
            );
          }}
        />
      )}
    </div>
  );
}
