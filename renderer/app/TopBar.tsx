import './TopBar.css';
import { LockKeyhole, TriangleAlert } from 'lucide-react';
import { formatSpan, plural } from '../../shared/format.ts';
import type { StoreSummary } from '../../shared/model/store.ts';
import { isoToMicros } from '../../shared/time.ts';
import { useDispatch, useLog, useView } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { useChecks } from '../data/useChecks.ts';
import { panels } from '../panels/registry.ts';
import { Button } from '../widgets/Button.tsx';
import { Tabs } from '../widgets/Tabs.tsx';
import { shortcutText } from './keys.ts';
import { Mark } from './Mark.tsx';

/** `415 events`, `86 streams`, `3 days`. */
function extent(summary: StoreSummary): string[] {
  const parts = [plural(summary.events, 'event'), plural(summary.streams, 'stream')];
  if (summary.firstRecordedAt !== null && summary.lastRecordedAt !== null) {
    const micros = isoToMicros(summary.lastRecordedAt) - isoToMicros(summary.firstRecordedAt);
    if (micros === 0) return parts;
    const days = Math.round(micros / 86_400e6);
    parts.push(days >= 2 ? plural(days, 'day') : formatSpan(micros));
  }
  return parts;
}

export function TopBar(): React.JSX.Element {
  const { session, passing, commands } = useServices();
  const dispatch = useDispatch();
  const selected = useView((view) => view.panel);
  const { summary } = useLog();
  const parts = extent(summary);
  return (
    <header className="topbar">
      <button
        type="button"
        className="topbar-mark"
        aria-label="Close store"
        title="Close store and go back to the gallery"
        onClick={() => session.close()}
      >
        <Mark />
      </button>
      <h1 className="topbar-name truncate" title={summary.name}>
        {summary.name}
      </h1>
      <span className="topbar-chip">{summary.formatName}</span>
      <span className="topbar-extent" title={parts.join(' · ')}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts stand in a fixed order
          <span key={index}>{index === 0 ? part : ` · ${part}`}</span>
        ))}
      </span>
      <IntegrityBadge />
      <span className="topbar-readonly" title="read-only: the source is never written to">
        <LockKeyhole size={12} aria-hidden="true" />
        <span>read-only</span>
      </span>
      <nav className="topbar-views" aria-label="Views of the store">
        <Tabs
          label="Views"
          look="boxed"
          idPrefix="views"
          tabs={panels}
          selected={selected}
          onSelect={(panel) => dispatch({ do: 'showPanel', panel })}
        />
      </nav>
      <button
        type="button"
        className="topbar-key"
        aria-label={`Command palette ${shortcutText('Mod+k')}`}
        onClick={() => passing.dispatch({ dialog: 'palette' })}
      >
        <kbd>{shortcutText('Mod+k')}</kbd>
      </button>
      <Button onClick={() => void session.pick()}>Open store</Button>
      <Button look={selected === 'report' ? 'plain' : 'primary'} onClick={() => commands.run('report.export')}>
        Export report
      </Button>
    </header>
  );
}

/** Quiet when the log is whole; otherwise how many findings there are, and the way to them. */
function IntegrityBadge(): React.JSX.Element {
  const dispatch = useDispatch();
  const { complete } = useLog();
  const { data, error } = useChecks();
  const show = (): void => dispatch({ do: 'showPanel', panel: 'integrity' });
  if (error) {
    return (
      <button type="button" className="badge badge-warn" onClick={show} title={error.message}>
        not checked
      </button>
    );
  }
  if (!data) return <span className="badge badge-quiet">{complete ? 'checking…' : 'reading…'}</span>;
  const open = data.findings.filter(({ explained }) => explained === undefined);
  const explained = data.findings.length - open.length;
  if (open.length === 0 && data.pending !== undefined) return <span className="badge badge-quiet">checking…</span>;
  if (open.length === 0) {
    return (
      <button
        type="button"
        className="badge badge-quiet"
        onClick={show}
        title={
          explained === 0
            ? 'No check found anything. Show the checks.'
            : `All ${plural(explained, 'finding')} explained. Show the checks.`
        }
      >
        {explained === 0 ? 'whole' : 'explained'}
      </button>
    );
  }
  const bad = open.some((finding) => finding.severity === 'error');
  return (
    <button type="button" className={`badge ${bad ? 'badge-bad' : 'badge-warn'}`} onClick={show}>
      <TriangleAlert size={12} aria-hidden="true" />
      {plural(open.length, 'finding')}
    </button>
  );
}
