import { formatCount, plural } from '../../../../shared/format.ts';
import type { TypeCoverage } from '../../../../shared/model/schema.ts';
import { DRAFT } from '../../../../shared/model/state.ts';
import { versionLabel } from '../../../../shared/versionOrder.ts';
import { useLog } from '../../../data/hooks.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { DataTable } from '../../../widgets/DataTable.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';

/** Which recorded versions the upcasters of the code lift to the newest, and how many events they meet. */
export function UpcasterTable({ source, loaded }: { source: string; loaded: boolean }): React.JSX.Element {
  const { events } = useLog();
  const { data } = useRequest('upcasters.coverage', loaded ? { reducer: DRAFT } : null, {
    refreshOn: `${events} ${source}`,
  });
  if (!loaded) return <EmptyState title="Not known">The code does not load: what it lifts cannot be told.</EmptyState>;
  if (!data) return <Skeleton rows={6} label="Counting versions" />;
  const lost = data.types.reduce((sum, { stranded }) => sum + stranded, 0);
  if (data.types.length === 0) {
    return (
      <EmptyState title="Nothing to lift">
        No event type has several recorded versions, and the code has no upcasters. They would be an export like{' '}
        <code className="mono">{'upcasters = { OrderPlaced: { 1: (data) => ({ ...data }) } }'}</code>.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="upcasters">
        {data.types.map(({ type, newest, versions }) => (
          <DataTable
            key={type}
            caption={type}
            showCaption
            rowKey={({ schemaVersion }) => schemaVersion ?? ''}
            rows={versions}
            columns={[
              { key: 'version', title: 'Version', cell: ({ schemaVersion }) => versionLabel(schemaVersion) },
              { key: 'events', title: 'Events', numeric: true, cell: ({ events: count }) => formatCount(count) },
              { key: 'path', title: 'Upcasters', words: true, cell: (version) => pathText(version, newest) },
            ]}
          />
        ))}
      </div>
      <p className="state-foot">
        {lost === 0
          ? 'Every version has a path to the newest of its type.'
          : `${plural(lost, 'event has', 'events have')} no path to the newest version of their type.`}
      </p>
    </>
  );
}

function pathText(
  { schemaVersion, endsAt, reaches }: TypeCoverage['versions'][number],
  newest: TypeCoverage['newest'],
): React.JSX.Element | string {
  if (schemaVersion === newest) return 'the newest';
  if (reaches) return `lifted to ${versionLabel(newest)}`;
  const text = endsAt === null ? 'no version recorded, no step' : `no path: ends at ${versionLabel(endsAt)}`;
  return <strong className="upcasters-lost">{text}</strong>;
}
