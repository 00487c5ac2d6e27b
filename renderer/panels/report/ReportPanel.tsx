import { plural } from '../../../shared/format.ts';
import { useLog } from '../../data/hooks.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';

export function ReportPanel(): React.JSX.Element {
  const { summary, events } = useLog();
  return <EmptyState title="Report">{`${summary.name} holds ${plural(events, 'event')}.`}</EmptyState>;
}
