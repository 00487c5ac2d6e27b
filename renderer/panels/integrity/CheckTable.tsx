import { formatCount, plural } from '../../../shared/format.ts';
import type { CheckReport } from '../../../shared/model/finding.ts';
import { SeverityMark } from '../../widgets/SeverityMark.tsx';
import { whyNot, worstOf } from './findings.ts';

interface Props {
  readonly report: CheckReport;
  /** The check whose findings alone are listed. */
  readonly selected: string | null;
  readonly onSelect: (checkId: string | null) => void;
}

/** Every check with why it matters, what it examined and how much it found. */
export function CheckTable({ report, selected, onSelect }: Props): React.JSX.Element {
  return (
    <section className="card integrity-checks" aria-labelledby="integrity-checks-title">
      <h3 id="integrity-checks-title">Checks</h3>
      <div className="integrity-scroll">
        <table className="integrity-table" aria-labelledby="integrity-checks-title">
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Check, why it matters, what it examined</th>
              <th scope="col">Findings</th>
            </tr>
          </thead>
          <tbody>
            {report.checks.map((check) => {
              const worst = worstOf(report.findings.filter((finding) => finding.checkId === check.id));
              const reason = whyNot(check);
              return (
                <tr key={check.id} className={check.id === selected ? 'integrity-selected' : undefined}>
                  <th scope="row">
                    <span className="integrity-check-title">{check.title}</span>
                    <p>{check.about}</p>
                    <p className="integrity-examined">
                      {reason === null ? `Examined: ${check.examined}` : `Could not run: ${reason}`}
                    </p>
                  </th>
                  <td>
                    {reason !== null ? (
                      <span className="integrity-times">not examined</span>
                    ) : check.findings === 0 ? (
                      <SeverityMark severity="none">none</SeverityMark>
                    ) : (
                      <button
                        type="button"
                        className="integrity-count"
                        aria-pressed={check.id === selected}
                        title={check.id === selected ? 'Show the findings of all checks' : 'Show only these findings'}
                        onClick={() => onSelect(check.id === selected ? null : check.id)}
                      >
                        <SeverityMark severity={worst ?? 'notice'}>
                          {formatCount(check.findings)} {check.findings === 1 ? 'finding' : 'findings'}
                        </SeverityMark>
                      </button>
                    )}
                  </td>
                </tr>
              );
            })}
            {report.pending !== undefined && (
              <tr>
                <th scope="row">
                  <p>{plural(report.pending, 'check')} more read payloads and pages; they are not through yet.</p>
                </th>
                <td>
                  <span className="integrity-times">checking…</span>
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
