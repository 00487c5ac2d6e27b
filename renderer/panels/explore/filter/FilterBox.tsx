import './FilterBox.css';
import { Search, X } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { formatCount, formatShare, plural } from '../../../../shared/format.ts';
import type { HitCount } from '../../../../shared/model/pages.ts';
import type { InspectorError } from '../../../../shared/protocol/errors.ts';
import type { Progress } from '../../../../shared/protocol/requests.ts';
import { useLog, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useCommand } from '../../../data/useCommand.ts';
import { highlight } from './queryHighlight.ts';

interface Props {
  readonly hits: HitCount | undefined;
  /** How far the search is, while it is on its way. */
  readonly progress: Progress | undefined;
  readonly error: InspectorError | null | undefined;
}

/** The query: one text, with its terms tinted as chips behind it and the place of an error underlined. */
export const FilterBox = memo(function FilterBox({ hits, progress, error }: Props): React.JSX.Element {
  const { view } = useServices();
  const query = useView((v) => v.query);
  const { events } = useLog();
  const input = useRef<HTMLInputElement>(null);
  const chips = useRef<HTMLDivElement>(null);
  useCommand('find.filter', () => {
    input.current?.focus();
    input.current?.select();
  });

  const follow = (): void => {
    if (chips.current && input.current) chips.current.scrollLeft = input.current.scrollLeft;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another text can have scrolled the field by itself
  useEffect(follow, [query]);
  const setQuery = (text: string): void => view.dispatch({ do: 'setQuery', query: text });
  const onKeyDown = (event: React.KeyboardEvent): void => {
    // The filter works as it is typed: Enter only says that it is done, and gives the keys back to the playhead.
    if (event.key === 'Enter') input.current?.blur();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (query === '') input.current?.blur();
    else setQuery('');
  };
  const place =
    error?.data?.from === undefined ? null : { from: error.data.from, to: error.data.to ?? error.data.from + 1 };

  return (
    <search className={`filter${error ? ' filter-wrong' : ''}`}>
      <Search size={14} aria-hidden="true" />
      <div className="filter-field mono">
        <div ref={chips} className="filter-chips" aria-hidden="true">
          {highlight(query, place).map((piece) => (
            <span key={piece.from} className={piece.className}>
              {piece.text}
            </span>
          ))}
        </div>
        <input
          ref={input}
          type="search"
          aria-label="Filter events"
          aria-invalid={error !== undefined}
          aria-describedby={error ? 'filter-error' : undefined}
          placeholder="Filter: type:Order*  stream:order-17  data.amount:>1000  after:2026-03-01  or any text"
          spellCheck={false}
          autoComplete="off"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
          onScroll={follow}
          onSelect={follow}
        />
      </div>
      {query !== '' && (
        <button type="button" className="filter-clear" aria-label="Clear filter" onClick={() => setQuery('')}>
          <X size={13} aria-hidden="true" />
        </button>
      )}
      <output className="filter-hits numbers" aria-label="Matches">
        {progress
          ? `${formatShare(progress.done, progress.total ?? events)} searched…`
          : hits && query.trim() !== ''
            ? error
              ? 'not applied'
              : `${formatCount(hits.matched)} of ${formatCount(hits.scanned)} match${hits.complete ? '' : ' so far'}`
            : plural(events, 'event')}
      </output>
      <kbd>/</kbd>
      {error && (
        <div id="filter-error" className="filter-error" role="alert">
          <strong>{error.message}</strong>
          {error.data?.advice && <span>{error.data.advice}</span>}
        </div>
      )}
    </search>
  );
});
