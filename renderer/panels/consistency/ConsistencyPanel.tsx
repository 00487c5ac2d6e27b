import { plural } from '../../../shared/format.ts';
import { useLog } from '../../data/hooks.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';

export function ConsistencyPanel(): React.JSX.Element {
  const { summary, events } = useLog();
  return <EmptyState title="Consistency">{`${summary.name} holds ${plural(events, 'event')}.`}</EmptyState>;
}
