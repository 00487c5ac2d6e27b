import { plural } from '../../../shared/format.ts';
import { useLog } from '../../data/hooks.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';

export function SchemaPanel(): React.JSX.Element {
  const { summary, events } = useLog();
  return <EmptyState title="Schema">{`${summary.name} holds ${plural(events, 'event')}.`}</EmptyState>;
}
