import './IntegrityPanel.css';
import { useState } from 'react';
import { useLog } from '../../data/hooks.ts';
import { useChecks } from '../../data/useChecks.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { PanelHead } from '../../widgets/PanelHead.tsx';
import { Working } from '../../widgets/Working.tsx';
import { CheckTable } from './CheckTable.tsx';
import { FindingTable } from './FindingTable.tsx';
import { type FindingFilter, verdict, verdictTitle } from './findings.ts';

/** What was checked, why it matters, and what was found: whether the log is whole. */
export function IntegrityPanel(): React.JSX.Element {
  const { events, complete } = useLog();
  const { data, error, progress } = useChecks();
  const [filter, setFilter] = useState<FindingFilter>({ severity: null, checkId: null });

  if (!complete) {
    return (
      <EmptyState title="The checks wait for the whole log">
        They begin when the last event is read: a gap in what is still being read would prove nothing.
      </EmptyState>
    );
  }
  if (error) return <Failure title="The log could not be checked" error={error} />;
  if (!data) return <Working label="Checking the log" progress={progress} />;
  return (
    <div className="integrity">
      <PanelHead title={verdictTitle(data)}>{verdict(data, events)}</PanelHead>
      <div className="integrity-body">
        <CheckTable
          report={data}
          selected={filter.checkId}
          onSelect={(checkId) => setFilter({ severity: null, checkId })}
        />
        <FindingTable report={data} filter={filter} onFilter={setFilter} />
      </div>
    </div>
  );
}
