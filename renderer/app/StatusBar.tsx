import './StatusBar.css';
import { useState } from 'react';
import { formatBytes, formatCount, formatShare, plural } from '../../shared/format.ts';
import { useLog, usePassing, useSession, useTimeZone } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { useRequest } from '../data/useRequest.ts';
import { zoneName } from '../state/timeText.ts';

/** The index size; with the pointer over it, the states and answers kept beside it. */
function MemoryText({ index }: { index: number }): React.JSX.Element {
  const [asked, setAsked] = useState(0);
  const { data } = useRequest('store.memory', asked > 0 ? {} : null, { refreshOn: asked });
  const onDisk = data && data.keptSnapshots > 0 ? ` (${formatBytes(data.keptSnapshots)} kept on disk)` : '';
  const more = data
    ? `, snapshots ${formatBytes(data.snapshots)}${onDisk}, kept queries ${formatBytes(data.queries)}`
    : '';
  return (
    <button
      type="button"
      className="memory"
      aria-label={`index ${formatBytes(data?.index ?? index)}${more}`}
      title={data ? `index ${formatBytes(data.index)}${more}` : 'Memory held for this store'}
      onPointerEnter={() => setAsked((n) => n + 1)}
      onClick={() => setAsked((n) => n + 1)}
    >
      index {formatBytes(data?.index ?? index)}
      {more}
    </button>
  );
}

/** Trust on screen: what phase, how much was read, that the source is untouched. */
export function StatusBar(): React.JSX.Element {
  const { session, settings, passing } = useServices();
  const { summary } = useLog();
  const progress = useSession((s) => s.progress);
  const lost = useSession((s) => s.error);
  const message = usePassing((p) => p.message);
  const zone = useTimeZone();
  const phase = lost ? 'stopped' : summary.complete ? 'ready' : 'reading';
  return (
    <footer className="statusbar">
      <div className="statusbar-text" role="status" aria-label="Status">
        <span className={`phase phase-${phase}`}>
          <i aria-hidden="true" />
          {phase}
        </span>
        {summary.complete ? (
          <span>
            {plural(summary.events, 'event')} {summary.fromKeptIndex ? 'opened from the kept index' : 'indexed'}
            {summary.indexedInMs !== null && ` in ${formatCount(Math.round(summary.indexedInMs))} ms`}
          </span>
        ) : (
          <span>
            {plural(summary.events, 'event')} so far
            {progress?.total !== undefined && `, ${formatShare(progress.done, progress.total)} of the file read`}
          </span>
        )}
        {summary.complete && <MemoryText index={summary.indexBytes} />}
        {summary.live?.state === 'following' && !lost && (
          <span className="live" title="What is appended to the file shows here within a second.">
            <i aria-hidden="true" />
            live{summary.live.newEvents > 0 && `: ${plural(summary.live.newEvents, 'new event')}`}
          </span>
        )}
        {summary.live?.state === 'unavailable' && summary.complete && (
          <span title={summary.live.reason ?? ''}>not live</span>
        )}
        <span className="truncate">read-only: {summary.name} and its folder are untouched</span>
        {summary.problems > 0 && <span className="statusbar-warn">{plural(summary.problems, 'unreadable row')}</span>}
        {message !== null && <span className="truncate">{message}</span>}
      </div>
      {!summary.complete && !lost && (
        <button type="button" onClick={() => session.close()}>
          Cancel
        </button>
      )}
      <button
        type="button"
        onClick={() => settings.dispatch({ timeZone: zone === 'utc' ? 'local' : 'utc' })}
        title="Switch UTC and local time"
        aria-label={`Times are ${zone === 'utc' ? 'UTC' : 'local'}; switch`}
      >
        {zoneName(zone)}
      </button>
      <button type="button" onClick={() => passing.dispatch({ dialog: 'keys' })} aria-label="All keys">
        <kbd>?</kbd>
      </button>
    </footer>
  );
}
