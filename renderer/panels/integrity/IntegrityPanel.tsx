import './IntegrityPanel.css';
import { useState } from 'react';
import { useLog } from '../../data/hooks.ts';
import { useChecks } from '../../data/useChecks.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { PanelHead } from '../../widgets/PanelHead.tsx';
import { Tabs } from '../../widgets/Tabs.tsx';
import { Working } from '../../widgets/Working.tsx';
import { ChecksView } from './ChecksView.tsx';
import { verdict, verdictTitle } from './findings.ts';
import { StorageView } from './StorageView.tsx';

const parts = [
  { id: 'checks', title: 'Checks' },
  { id: 'storage', title: 'Storage' },
] as const;

/** What was checked, why it matters, and what was found: whether the log is whole; and what fills it. */
export function IntegrityPanel(): React.JSX.Element {
  const { events, complete } = useLog();
  const { data, error, progress } = useChecks();
  const [part, setPart] = useState<'checks' | 'storage'>('checks');

  if (!complete) {
    return (
      <EmptyState title="The checks wait for the whole log">
        They begin when the last event is read: a gap in what is still being read would prove nothing.
      </EmptyState>
    );
  }
  const checks = error ? (
    <Failure title="The log could not be checked" error={error} />
  ) : data ? (
    <ChecksView report={data} />
  ) : (
    <Working label="Checking the log" progress={progress} />
  );
  return (
    <div className="integrity">
      <PanelHead
        title={part === 'storage' ? 'What fills the store' : data ? verdictTitle(data) : 'Integrity'}
        actions={
          <Tabs label="Parts of this view" idPrefix="integrity" tabs={parts} selected={part} onSelect={setPart} />
        }
      >
        {part === 'checks' && data && verdict(data, events)}
      </PanelHead>
      <div
        className="integrity-part"
        role="tabpanel"
        id="integrity-panel"
        aria-labelledby={`integrity-tab-${part}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a tab panel is reached from its tab
        tabIndex={0}
      >
        {part === 'checks' ? checks : <StorageView />}
      </div>
    </div>
  );
}
