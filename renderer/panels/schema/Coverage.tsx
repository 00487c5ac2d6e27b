import './Coverage.css';
import { formatCount, plural } from '../../../shared/format.ts';
import type { UpcasterCoverage } from '../../../shared/model/schema.ts';
import { versionName } from './versions.ts';

/** Whether projections lift the older versions of a type to its newest, and how many events stay behind. */
export function Coverage({ upcasters }: { readonly upcasters: readonly UpcasterCoverage[] }): React.JSX.Element {
  return (
    <section className="card schema-path" aria-label="Path to the newest version">
      <h3>Path to the newest</h3>
      {upcasters.map((coverage) => (
        <div key={coverage.projection ?? ''}>
          <p className="schema-path-who">
            {coverage.projection === null ? (
              'No projection has upcasters for it.'
            ) : (
              <>
                Upcasters of <span className="mono schema-path-file">{coverage.projection}</span>
              </>
            )}
          </p>
          <ul>
            {coverage.versions.map((version) => (
              <li key={version.schemaVersion ?? ''}>
                <span className="mono">{versionName(version.schemaVersion)}</span>
                {version.schemaVersion === coverage.newest ? (
                  <span>the newest</span>
                ) : version.reaches ? (
                  <span className="schema-path-good">✓ reaches {versionName(coverage.newest)}</span>
                ) : (
                  <span className="schema-path-none">
                    ✕{' '}
                    {version.endsAt === version.schemaVersion
                      ? 'stays as recorded'
                      : `stops at ${versionName(version.endsAt)}`}
                  </span>
                )}
                <span className="mono schema-path-events">{formatCount(version.events)}</span>
              </li>
            ))}
          </ul>
          <p className={coverage.stranded === 0 ? 'schema-path-good' : 'schema-path-none'}>
            {coverage.stranded === 0
              ? `Every event reaches ${versionName(coverage.newest)}.`
              : `${plural(coverage.stranded, 'event')} ${coverage.stranded === 1 ? 'does' : 'do'} not reach ${versionName(coverage.newest)}.`}
          </p>
        </div>
      ))}
    </section>
  );
}
