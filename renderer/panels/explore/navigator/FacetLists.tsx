// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import { memo, useMemo } from 'react';
import { formatCount, plural } from '../../../../shared/format.ts';
import { hueOf } from '../../../../shared/hue.ts';
import type { TypeCount } from '../../../../shared/model/store.ts';
import { useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useSteady } from '../../../data/useSteady.ts';
import { termUse, toggleTerm } from '../../../state/queryTerms.ts';
import { FacetRow } from './FacetRow.tsx';
import { moveAmongFacets } from './facetKeys.ts';
import { versionRows } from './versionRows.ts';

interface Props {
  readonly all: readonly TypeCount[];
  /** Of the events that match the filter. */
  readonly matching: readonly TypeCount[];
}

/** More types than anyone reads; the filter finds the rest. */
const shownTypes = 200;

/** The types and schema versions with their counts. The playhead changes nothing here, so a drag does not draw it. */
export const FacetLists = memo(function FacetLists({ all, matching }: Props): React.JSX.Element {
  const { view } = useServices();
  const text = useView((v) => v.query);
  const setQuery = (next: string): void => view.dispatch({ do: 'setQuery', query: next });
  const matched = useMemo(() => new Map(matching.map((type) => [type.type, type])), [matching]);
  const most = Math.max(1, ...all.map((type) => type.events));
  const versions = useMemo(() => versionRows(all, matching), [all, matching]);
  const toggleType = useSteady((type: string, negated: boolean): void =>
    setQuery(toggleTerm(text, 'type', type, negated)),
  );
  const toggleVersion = useSteady((label: string): void => {
    const { type, version } = versions.find((row) => row.label === label)!;
    const isOn = termUse(text, 'type', type) === 'with' && termUse(text, 'version', version) === 'with';
    const withoutVersion = termUse(text, 'version', version) === 'with' ? toggleTerm(text, 'version', version) : text;
    if (isOn) setQuery(toggleTerm(withoutVersion, 'type', type));
    else {
      const typed = termUse(text, 'type', type) === 'with' ? text : toggleTerm(text, 'type', type);
      setQuery(termUse(typed, 'version', version) === 'with' ? typed : toggleTerm(typed, 'version', version));
    }
  });
  return (
    <div
      className="navigator-facets"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: one stop for Tab, arrows inside; and it scrolls
      tabIndex={0}
      role="group"
      aria-label="Types and schema versions"
      onKeyDown={moveAmongFacets}
    >
      <h2>
        Types <span>{formatCount(all.length)}</span>
      </h2>
      <ul>
        {all.slice(0, shownTypes).map((type) => (
          <FacetRow
            key={type.type}
            name={type.type}
            hue={hueOf(type.type)}
            events={matched.get(type.type)?.events ?? 0}
            share={(matched.get(type.type)?.events ?? 0) / most}
            use={termUse(text, 'type', type.type)}
            onToggle={toggleType}
          />
        ))}
      </ul>
      {all.length > shownTypes && (
        <p className="navigator-note">and {plural(all.length - shownTypes, 'more type')}; filter with type:…</p>
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
                onToggle={toggleVersion}
              />
            ))}
          </ul>
        </>
      )}
    </div>
  );
});
