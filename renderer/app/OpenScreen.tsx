import './OpenScreen.css';
import { FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { plural } from '../../shared/format.ts';
import type { SampleEntry, StoreEntry } from '../../shared/host.ts';
import { usePassing, useSession } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { agoText } from '../state/timeText.ts';
import { Button } from '../widgets/Button.tsx';
import { shortcutText } from './keys.ts';
import { Mark } from './Mark.tsx';
import { OpenError } from './OpenError.tsx';
import { OpeningCard } from './OpeningCard.tsx';

/** What the application is, and the ways into a store. */
export function OpenScreen(): React.JSX.Element {
  const { session, host } = useServices();
  const phase = useSession((s) => s.phase);
  const error = useSession((s) => s.error);
  const message = usePassing((p) => p.message);
  const [samples, setSamples] = useState<readonly SampleEntry[]>([]);
  const [recents, setRecents] = useState<readonly StoreEntry[]>([]);
  const opening = phase === 'opening';
  useEffect(() => {
    // There is nothing to choose from while a store opens; what was there stays.
    if (opening) return;
    let alive = true;
    Promise.all([host.samples(), host.recents()]).then(
      ([s, r]) => {
        if (!alive) return;
        setSamples(s);
        setRecents(r);
      },
      (failure: unknown) => alive && session.fail(failure),
    );
    return () => {
      alive = false;
    };
  }, [host, session, opening]);
  return (
    <main className="open" aria-busy={opening}>
      <div className="open-page">
        <header className="open-head">
          <Mark size={40} />
          <div>
            <h1>Eventloupe</h1>
            <p>
              Open an event store or an export of one: scrub its timeline, see the state at any point, and find the
              event that did it.
            </p>
          </div>
        </header>
        <div className="open-way">
          {opening ? (
            <OpeningCard />
          ) : (
            <>
              <Button look="primary" className="open-button" onClick={() => void session.pick()}>
                <FolderOpen size={16} aria-hidden="true" />
                Open store
              </Button>
              <p>
                or drop a file anywhere in this window <kbd>{shortcutText('Mod+o')}</kbd>
                <small>
                  SQLite stores of Emmett, Marten, Axon and others; JSON, CSV, Parquet and XES exports, also packed. It
                  is only read.
                </small>
              </p>
            </>
          )}
        </div>
        {error && <OpenError error={error} />}
        <p className="open-message" role="status">
          {message}
        </p>
        {samples.length > 0 && (
          <section aria-label="Samples">
            <h2>Samples, each with something to find</h2>
            <ul className="samples">
              {samples.map((sample) => (
                <li key={sample.id}>
                  <button
                    type="button"
                    className="sample"
                    disabled={opening}
                    onClick={() =>
                      void session.open({ ref: sample.ref, name: sample.title, where: 'sample', openedAt: null })
                    }
                  >
                    <strong>{sample.title}</strong>
                    <span>{sample.lookFor}</span>
                    <small className="numbers">
                      {sample.format} · {plural(sample.events, 'event')}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {recents.length > 0 && (
          <section aria-label="Recent stores">
            <div className="recents-head">
              <h2>{host.kind === 'browser' ? 'Stores this page may open' : 'Recent'}</h2>
              {host.kind === 'electron' && (
                <Button
                  look="quiet"
                  onClick={() => {
                    setRecents([]);
                    void host.clearRecents();
                  }}
                >
                  Clear
                </Button>
              )}
            </div>
            <ul className="recents">
              {recents.map((entry) => (
                <li key={entry.ref}>
                  <button type="button" disabled={opening} onClick={() => void session.open(entry)}>
                    <strong className="truncate">{entry.name}</strong>
                    <span className="truncate">{entry.where}</span>
                    {entry.openedAt !== null && <small>{agoText(entry.openedAt, Date.now())}</small>}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}
