import './StatusBar.css';
import { formatBytes, formatCount, formatShare, plural } from '../../shared/format.ts';
import { useLog, usePassing, useSession, useTimeZone } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { zoneName } from '../state/timeText.ts';

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
            {plural(summary.events, 'event')} indexed
            {summary.indexedInMs !== null && ` in ${formatCount(Math.round(summary.indexedInMs))} ms`}
          </span>
        ) : (
          <span>
            {plural(summary.events, 'event')} so far
            {progress?.total !== undefined && `, ${formatShare(progress.done, progress.total)} of the file read`}
          </span>
        )}
        {summary.complete && <span>index {formatBytes(summary.indexBytes)}</span>}
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
