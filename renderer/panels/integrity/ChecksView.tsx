import { useState } from 'react';
import type { CheckReport } from '../../../shared/model/finding.ts';
import { CheckTable } from './CheckTable.tsx';
import { FindingTable } from './FindingTable.tsx';
import type { FindingFilter } from './findings.ts';

/** Every check beside what it found. */
export function ChecksView({ report }: { readonly report: CheckReport }): React.JSX.Element {
  const [filter, setFilter] = useState<FindingFilter>({ severity: null, checkId: null });
  return (
    <div className="integrity-body">
      <CheckTable
        report={report}
        selected={filter.checkId}
        onSelect={(checkId) => setFilter({ severity: null, checkId })}
      />
      <FindingTable report={report} filter={filter} onFilter={setFilter} />
    </div>
  );
}
