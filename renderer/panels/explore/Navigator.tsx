// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import './Navigator.css';
import { formatCount, plural } from '../../../shared/format.ts';
import { hueOf } from '../../../shared/hue.ts';
import { useLog, useView } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { useRequest } from '../../data/useRequest.ts';
import { termUse, toggleTerm } from '../../state/queryTerms.ts';
import { Skeleton } from '../../widgets/Skeleton.tsx';
import { FacetRow } from './FacetRow.tsx';
import { moveAmongFacets } from './facetKeys.ts';
import { StreamList } from './StreamList.tsx';
import { versionRows } from './versionRows.ts';

/** More types than anyone reads; the filter finds the rest. */
const shownTypes = 200;

/** What is in the log, by type, schema version and stream: each a filter that a click sets and takes away. */
export function Navigator({
  query,
  currentStream,
}: {
  query: string;
  currentStream: string | null;
}): React.JSX.Element {
  const { view } = useServices();
  const { events } = useLog();
  const text = useView((v) => v.query);
  const all = useRequest('log.facets', { query: '' }, { refreshOn: events }).data;
  const matching = useRequest('log.facets', query.trim() === '' ? null : { query }, { refreshOn: events }).data;
  const counts = matching ?? all;
  const setQuery = (next: string): void => view.dispatch({ do: 'setQuery', query: next });

  if (!all || !counts) return <aside className="navigator">{<Skeleton rows={9} label="Loading types" />}</aside>;
  const matched = new Map(counts.types.map((type) => [type.type, type]));
  const most = Math.max(1, ...all.types.map((type) => type.events));
  const versions = versionRows(all.types, counts.types);
  const toggleVersion = (type: string, version: string): void => {
    const isOn = termUse(text, 'type', type) === 'with' && termUse(text, 'version', version) === 'with';
    const withoutVersion = termUse(text, 'version', version) === 'with' ? toggleTerm(text, 'version', version) : text;
    if (isOn) setQuery(toggleTerm(withoutVersion, 'type', type));
    else {
      const typed = termUse(text, 'type', type) === 'with' ? text : toggleTerm(text, 'type', type);
      setQuery(termUse(typed, 'version', version) === 'with' ? typed : toggleTerm(typed, 'version', version));
    }
  };
  return (
    <aside className="navigator" aria-label="Navigator">
      <div
        className="navigator-facets"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: one stop for Tab, arrows inside; and it scrolls
        tabIndex={0}
        role="group"
        aria-label="Types and schema versions"
        onKeyDown={moveAmongFacets}
      >
        <h2>
          Types <span>{formatCount(all.types.length)}</span>
        </h2>
        <ul>
          {all.types.slice(0, shownTypes).map((type) => (
            <FacetRow
              key={type.type}
              name={type.type}
              hue={hueOf(type.type)}
              events={matched.get(type.type)?.events ?? 0}
              share={(matched.get(type.type)?.events ?? 0) / most}
              use={termUse(text, 'type', type.type)}
              onToggle={(negated) => setQuery(toggleTerm(text, 'type', type.type, negated))}
            />
          ))}
        </ul>
        {all.types.length > shownTypes && (
          <p className="navigator-note">and {plural(all.types.length - shownTypes, 'more type')}; filter with type:…</p>
        )}
        {versions.length > 0 && (
          <>
            <h2>
              Schema versions <span>{formatCount(versions.length)}</span>
            </h2>
            <ul>
              {versions.map((row) => (
                <FacetRow
                  key={row.label}
                  name={row.label}
                  hue={hueOf(row.label)}
                  events={row.events}
                  share={null}
                  use={
                    termUse(text, 'type', row.type) === 'with' && termUse(text, 'version', row.version) === 'with'
                      ? 'with'
                      : null
                  }
                  onToggle={() => toggleVersion(row.type, row.version)}
                />
              ))}
            </ul>
          </>
        )}
      </div>
      <StreamList total={all.streams} currentStream={currentStream} />
    </aside>
  );
}
