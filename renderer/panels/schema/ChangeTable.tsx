import './ChangeTable.css';
import { plural } from '../../../shared/format.ts';
import type { JudgedChange, Judgement, SchemaChange, Verdict } from '../../../shared/model/schema.ts';
import { readersOf } from '../../../shared/versionOrder.ts';
import { type Column, DataTable } from '../../widgets/DataTable.tsx';
import { versionName } from './versions.ts';

const shapes: Readonly<Record<Verdict, string>> = { safe: '✓', risky: '▲', breaking: '✕' };

/** What changed from a version to the next, judged for those who read events of both. */
export function ChangeTable({ change }: { readonly change: SchemaChange }): React.JSX.Element {
  const from = versionName(change.from);
  const to = versionName(change.to);
  const columns: Column<JudgedChange>[] = [
    { key: 'field', title: 'Field', cell: ({ path }) => path || '(payload)' },
    {
      key: 'what',
      title: 'What changed',
      words: true,
      cell: ({ what, evidence }) => (
        <>
          {what}
          {evidence.length > 0 && <small className="schema-evidence">A guess: {evidence.join('; ')}.</small>}
        </>
      ),
    },
    {
      key: 'older',
      title: `For a reader of ${readersOf(change.from)}`,
      words: true,
      cell: ({ olderReader }) => <Verdictmark judgement={olderReader} />,
    },
    {
      key: 'newer',
      title: `For a reader of ${readersOf(change.to)}`,
      words: true,
      cell: ({ newerReader }) => <Verdictmark judgement={newerReader} />,
    },
  ];
  return (
    <section className="card schema-changes" aria-label={`Changes from ${from} to ${to}`}>
      <h3>
        From {from} to {to} <span className="schema-changes-sum">{summary(change.judged)}</span>
      </h3>
      {change.judged.length > 0 && (
        <DataTable
          caption={`Changes from ${from} to ${to}, judged for readers of each`}
          columns={columns}
          rows={change.judged}
          rowKey={({ kind, path }) => `${kind} ${path}`}
        />
      )}
    </section>
  );
}

function summary(judged: readonly JudgedChange[]): string {
  if (judged.length === 0) return 'the same fields';
  const breaking = judged.filter(({ olderReader }) => olderReader.verdict === 'breaking').length;
  const risky = judged.filter(({ olderReader }) => olderReader.verdict === 'risky').length;
  const bad = [...(breaking > 0 ? [`${breaking} breaking`] : []), ...(risky > 0 ? [`${risky} risky`] : [])];
  return `${plural(judged.length, 'change')}, ${bad.length === 0 ? 'all safe' : bad.join(' and ')} for who reads the older`;
}

function Verdictmark({ judgement }: { readonly judgement: Judgement }): React.JSX.Element {
  const { verdict, reason } = judgement;
  return (
    <div className="schema-verdict">
      <span className={`mark mark-${verdict}`}>
        <span aria-hidden="true">{shapes[verdict]}</span> {verdict}
      </span>
      <span>{reason}</span>
    </div>
  );
}
