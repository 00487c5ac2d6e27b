import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { formatCount, plural } from '../../../shared/format.ts';
import type { CheckReport, Finding, Severity } from '../../../shared/model/finding.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { EventLink } from '../../widgets/EventLink.tsx';
import { SeverityMark } from '../../widgets/SeverityMark.tsx';
import { ExplainFinding } from './ExplainFinding.tsx';
import { countBySeverity, type FindingFilter, filterFindings, severities } from './findings.ts';

/** Rows drawn at first, and added by each press of the button below them. */
const pageSize = 200;
/** Events linked from a finding before the rest is folded away. */
const linked = 3;

interface Props {
  readonly report: CheckReport;
  readonly filter: FindingFilter;
  readonly onFilter: (filter: FindingFilter) => void;
}

/** What was found, gravest first as the checks report it, with the way to each event. */
export function FindingTable({ report, filter, onFilter }: Props): React.JSX.Element {
  const [drawn, setDrawn] = useState(pageSize);
  const ofCheck = filterFindings(report.findings, { severity: null, checkId: filter.checkId });
  const counts = countBySeverity(ofCheck);
  const shown = filterFindings(ofCheck, { severity: filter.severity, checkId: null });
  const check = report.checks.find(({ id }) => id === filter.checkId);
  const show = (severity: Severity | null): void => {
    setDrawn(pageSize);
    onFilter({ ...filter, severity });
  };
  return (
    <section className="card integrity-findings" aria-labelledby="integrity-findings-title">
      <div className="integrity-findings-head">
        <h3 id="integrity-findings-title">{check ? `Findings of “${check.title}”` : 'Findings'}</h3>
        {check && (
          <Button look="pill" onClick={() => onFilter({ severity: null, checkId: null })}>
            All checks
          </Button>
        )}
        {ofCheck.length > 0 && (
          <fieldset className="integrity-filter">
            <legend className="visually-hidden">Severity</legend>
            <button type="button" aria-pressed={filter.severity === null} onClick={() => show(null)}>
              all {formatCount(ofCheck.length)}
            </button>
            {severities
              .filter((severity) => counts[severity] > 0)
              .map((severity) => (
                <button
                  key={severity}
                  type="button"
                  aria-pressed={filter.severity === severity}
                  onClick={() => show(filter.severity === severity ? null : severity)}
                >
                  <SeverityMark severity={severity}>{plural(counts[severity], severity)}</SeverityMark>
                </button>
              ))}
          </fieldset>
        )}
      </div>
      {shown.length === 0 ? (
        <EmptyState
          title={report.findings.length === 0 ? 'No findings' : 'No finding of this kind'}
          tone="good"
          icon={<ShieldCheck size={34} strokeWidth={1.4} />}
        >
          {report.findings.length === 0 &&
            'Each check at the left says what it examined. An event that never reached the store leaves no trace that a check could see.'}
        </EmptyState>
      ) : (
        <div className="integrity-scroll">
          <table className="integrity-table" aria-labelledby="integrity-findings-title">
            <thead>
              <tr>
                <th scope="col">Severity</th>
                <th scope="col">What was found</th>
                <th scope="col">Events</th>
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, drawn).map((finding) => (
                <tr key={finding.id} className={finding.explained === undefined ? undefined : 'integrity-explained'}>
                  <td>
                    <SeverityMark severity={finding.severity} />
                  </td>
                  <td>
                    {finding.message}
                    {finding.count > finding.ordinals.length && finding.count > 1 && (
                      <span className="integrity-times"> {plural(finding.count, 'occurrence')}</span>
                    )}
                    {finding.evidence?.map((sentence) => (
                      <p key={sentence} className="integrity-evidence">
                        {sentence}
                      </p>
                    ))}
                    <ExplainFinding finding={finding} />
                  </td>
                  <td>
                    <FindingEvents finding={finding} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length > drawn && (
            <p className="integrity-more">
              {formatCount(drawn)} of {plural(shown.length, 'finding')}{' '}
              <Button onClick={() => setDrawn(drawn + pageSize)}>Show {formatCount(pageSize)} more</Button>
            </p>
          )}
        </div>
      )}
    </section>
  );
}

function FindingEvents({ finding }: { readonly finding: Finding }): React.JSX.Element {
  const [open, setOpen] = useState(false);
  const { ordinals } = finding;
  if (ordinals.length === 0) return <span className="integrity-times">no event</span>;
  return (
    <span className="integrity-links">
      {ordinals.slice(0, open ? undefined : linked).map((ordinal) => (
        <EventLink key={ordinal} ordinal={ordinal} />
      ))}
      {ordinals.length > linked && (
        <button type="button" className="event-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'fewer' : `${formatCount(ordinals.length - linked)} more`}
        </button>
      )}
    </span>
  );
}
