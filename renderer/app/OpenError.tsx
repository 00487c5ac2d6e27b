import { FileQuestion, FileX2, TableProperties, TriangleAlert, X } from 'lucide-react';
import type { ErrorCode, InspectorError } from '../../shared/protocol/errors.ts';
import { useSession } from '../data/hooks.ts';
import { useServices } from '../data/services.ts';
import { Button } from '../widgets/Button.tsx';

const titles: Partial<Record<ErrorCode, (name: string) => string>> = {
  'not-a-store': (name) => `${name} is not an event store that Eventloupe knows`,
  unreadable: (name) => `${name} cannot be read`,
  'not-found': (name) => `${name} is not there`,
  'not-allowed': (name) => `${name} may not be opened from here`,
  'worker-lost': (name) => `Reading ${name} ended the process that reads stores`,
};

/** Why the last opening failed: what, where, and what to do. */
export function OpenError({ error }: { error: InspectorError }): React.JSX.Element {
  const { session } = useServices();
  const entry = useSession((s) => s.entry);
  const name = entry?.name ?? 'The file';
  const Icon = error.code === 'not-a-store' ? FileQuestion : error.code === 'not-found' ? FileX2 : TriangleAlert;
  const rejections = error.data?.rejections ?? [];
  return (
    <section className="open-error" role="alert" aria-label="Could not open">
      <header>
        <Icon size={18} aria-hidden="true" />
        <h2>
          {entry === null ? 'Eventloupe cannot begin' : (titles[error.code]?.(name) ?? `${name} could not be opened`)}
        </h2>
        <Button look="icon" aria-label="Dismiss" onClick={() => session.dismissError()}>
          <X size={15} aria-hidden="true" />
        </Button>
      </header>
      <p>{error.message}</p>
      {error.code === 'not-a-store' && entry && entry.ref !== '' && (
        <p className="open-map">
          <Button onClick={() => void session.map()}>
            <TableProperties size={14} aria-hidden="true" />
            Map by hand…
          </Button>
          Of a table, JSON or columns you can say yourself which part is what.
        </p>
      )}
      {rejections.length > 0 && (
        <table>
          <caption>Formats tried, and why each is not this one</caption>
          <tbody>
            {rejections.map((rejection) => (
              <tr key={rejection.format}>
                <th scope="row">{rejection.formatName}</th>
                <td>{rejection.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {error.data?.advice && <p className="open-advice">{error.data.advice}</p>}
      {(error.code === 'worker-lost' || error.code === 'not-found') && entry && entry.ref !== '' && (
        <Button onClick={() => void session.open(entry)}>Try again</Button>
      )}
    </section>
  );
}
