import { plural } from '../../../shared/format.ts';
import type { TypeCount } from '../../../shared/model/store.ts';
import { useRequest } from '../../data/useRequest.ts';
import { upgradePath } from './upgradePath.ts';

/** Whether a projection lifts the older versions of a type to its newest, step by step. */
export function UpgradePath({ type }: { readonly type: TypeCount }): React.JSX.Element {
  const { data, error } = useRequest('projections.list', {});
  const steps = upgradePath(type.type, type.versions, data?.reducers ?? []);
  return (
    <section className="card schema-path" aria-label="Path to the newest version">
      <h3>Path to the newest</h3>
      {error && <p role="alert">{error.message}</p>}
      {data && (
        <ul>
          {steps.map((step) => (
            <li key={step.from}>
              <span className="mono">
                {step.from} → {step.to}
              </span>
              {step.upcasters.length > 0 ? (
                <span className="schema-path-good">
                  upcaster <span className="mono schema-path-file">{step.upcasters.join(', ')}</span>
                </span>
              ) : (
                <span className="schema-path-none">
                  none: {plural(step.events, 'event')} {step.events === 1 ? 'stays' : 'stay'} as recorded
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
