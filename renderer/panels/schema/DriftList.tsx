import type { SchemaDrift } from '../../../shared/model/schema.ts';
import { EventLink } from '../../widgets/EventLink.tsx';
import { SeverityMark } from '../../widgets/SeverityMark.tsx';

/** Fields that came, went or changed without the version changing, each with the first event that did it. */
export function DriftList({ drift }: { readonly drift: readonly SchemaDrift[] }): React.JSX.Element {
  return (
    <section className="card schema-drift" aria-label="Drift">
      <ul>
        {drift.map((item) => (
          <li key={`${item.schemaVersion ?? ''} ${item.path} ${item.ordinal}`}>
            <SeverityMark severity="warning">drift</SeverityMark>
            <span className="schema-drift-text">{item.message}</span>
            <EventLink ordinal={item.ordinal} />
          </li>
        ))}
      </ul>
    </section>
  );
}
