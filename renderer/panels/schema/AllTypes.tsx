import { useState } from 'react';
import { formatCount, plural } from '../../../shared/format.ts';
import { useLog } from '../../data/hooks.ts';
import type { RequestState } from '../../data/latest.ts';
import { useRequest } from '../../data/useRequest.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { PanelHead } from '../../widgets/PanelHead.tsx';
import { Skeleton } from '../../widgets/Skeleton.tsx';
import { Working } from '../../widgets/Working.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { FieldMapCard } from './FieldMapCard.tsx';
import { VersionChart } from './VersionChart.tsx';
import { VersionHeatCard } from './VersionHeatCard.tsx';

const chartBuckets = 60;
const heatBuckets = 48;

interface Props {
  readonly from: string | null | undefined;
  readonly overview: RequestState<'schema.overview'>;
}

/** All types together: versions over time, when each was written, and which fields types have in common. */
export function AllTypes({ from, overview }: Props): React.JSX.Element {
  const { events, complete } = useLog();
  const [asTable, setAsTable] = useState(false);
  const [exporting, setExporting] = useState(false);
  const isKnown = from !== undefined;
  const overTime = useRequest(
    'schema.overTime',
    isKnown ? { type: null, buckets: chartBuckets, inferred: false, from } : null,
    { refreshOn: events },
  );
  const heat = useRequest('schema.heat', isKnown ? { buckets: heatBuckets, from } : null, { refreshOn: events });
  const stranded = overview.data?.subjects.reduce((sum, subject) => sum + (subject.stranded ?? 0), 0) ?? 0;
  return (
    <section className="schema-view" aria-label="Schemas of all types">
      <PanelHead
        title="All types"
        actions={
          <>
            <Button onClick={() => setExporting(true)}>Export…</Button>
            <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {asTable ? 'Show as chart' : 'Show as table'}
            </Button>
          </>
        }
      >
        {overTime.data?.summary ?? plural(events, 'event')}
        {stranded > 0 &&
          ` No upcaster lifts ${formatCount(stranded)} of them to the newest version of ${stranded === 1 ? 'its' : 'their'} type.`}
      </PanelHead>
      {overTime.error ? (
        <Failure title="The versions could not be counted over time" error={overTime.error} />
      ) : (
        <VersionChart name="all types" events={events} data={overTime.data} asTable={asTable} />
      )}
      {heat.error ? (
        <Failure title="The versions could not be counted by type" error={heat.error} />
      ) : heat.data ? (
        <VersionHeatCard heat={heat.data} asTable={asTable} />
      ) : (
        <Skeleton rows={6} label="Loading the versions by type" />
      )}
      {overview.error ? (
        <Failure title="The payloads could not be read" error={overview.error} />
      ) : overview.data ? (
        <FieldMapCard map={overview.data.fieldMap} asTable={asTable} />
      ) : complete ? (
        <Working label="Reading payloads" progress={overview.progress} />
      ) : (
        <EmptyState title="The fields wait for the whole log">
          They begin to be counted when the last event is read.
        </EmptyState>
      )}
      {exporting && <ExportDialog type={null} from={from ?? null} onClose={() => setExporting(false)} />}
    </section>
  );
}
