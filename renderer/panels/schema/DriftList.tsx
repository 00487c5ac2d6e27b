import './DriftList.css';
import type { DriftKind, SchemaDrift } from '../../../shared/model/schema.ts';
import { EventLink } from '../../widgets/EventLink.tsx';
import { SeverityMark } from '../../widgets/SeverityMark.tsx';

const words: Readonly<Record<DriftKind, string>> = {
  came: 'drift',
  went: 'drift',
  missing: 'drift',
  retyped: 'drift',
  backwards: 'backwards',
};

/** What changed without the version changing, each with the first event that did it. */
export function DriftList({ drift }: { readonly drift: readonly SchemaDrift[] }): React.JSX.Element {
  return (
    <section className="card schema-drift" aria-label="Drift">
      <ul>
        {drift.map((item) => (
          <li key={`${item.kind} ${item.schemaVersion ?? ''} ${item.path} ${item.ordinal}`}>
            <SeverityMark severity={item.kind === 'backwards' ? 'notice' : 'warning'}>{words[item.kind]}</SeverityMark>
            <span className="schema-drift-text">{item.message}</span>
            <EventLink ordinal={item.ordinal} />
          </li>
        ))}
      </ul>
    </section>
  );
}
