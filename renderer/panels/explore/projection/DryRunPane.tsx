import { useState } from 'react';
import { formatCount, plural } from '../../../../shared/format.ts';
import type { DryRun, Trace } from '../../../../shared/model/state.ts';
import type { RequestState } from '../../../data/useRequest.ts';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { Tabs } from '../../../widgets/Tabs.tsx';
import { PlayheadLink } from '../inspector/PlayheadLink.tsx';
import { DraftState } from './DraftState.tsx';
import { UpcasterTable } from './UpcasterTable.tsx';

interface Props {
  readonly run: RequestState<'projections.dryRun'>;
  /** The last run that there was: stays where newer code does not load. */
  readonly shown: DryRun | undefined;
  /** The code that ran: coverage is asked anew for another. */
  readonly source: string;
  readonly playhead: number;
}

type ResultTab = 'state' | 'printed' | 'upcasters';

/** What the code makes of the log at the playhead: state, printed lines, and which versions its upcasters cover. */
export function DryRunPane({ run, shown, source, playhead }: Props): React.JSX.Element {
  const [tab, setTab] = useState<ResultTab>('state');
  const lines = shown?.trace?.lines.length ?? 0;
  const tabs: { id: ResultTab; title: string; badge?: string }[] = [
    { id: 'state', title: 'State' },
    { id: 'printed', title: 'Printed', ...(lines > 0 && { badge: formatCount(lines) }) },
    { id: 'upcasters', title: 'Upcasters' },
  ];
  return (
    <section className="dry-run inspector" aria-label="Dry run result">
      <Tabs label="Dry run" idPrefix="dry-run" tabs={tabs} selected={tab} onSelect={setTab} />
      <div className="inspector-panel" role="tabpanel" id="dry-run-panel" aria-labelledby={`dry-run-tab-${tab}`}>
        {run.error && !shown && tab !== 'upcasters' ? (
          <EmptyState tone="bad" title="It does not load">
            {run.error.message}
          </EmptyState>
        ) : tab === 'state' ? (
          <>
            {shown && (
              <p className="dry-run-of">
                <span className="truncate" title={shown.state.partition}>
                  {shown.state.partition === '' ? 'All events that it reads' : shown.state.partition}
                </span>
                {run.error && <em>by the code before the error</em>}
              </p>
            )}
            {shown ? (
              <DraftState data={shown.state} playhead={playhead} />
            ) : (
              <Skeleton rows={9} label="Running the code" />
            )}
          </>
        ) : tab === 'printed' ? (
          <Printed trace={shown?.trace ?? null} />
        ) : (
          <UpcasterTable source={source} loaded={run.data !== undefined && !run.stale} />
        )}
      </div>
    </section>
  );
}

/** What `console.log` said, event by event, the newest last. */
function Printed({ trace }: { trace: Trace | null }): React.JSX.Element {
  if (trace === null || trace.lines.length === 0) {
    return (
      <EmptyState title="Nothing printed">
        {trace === null
          ? 'Write console.log(…) anywhere in the code: what it says stands here, event by event.'
          : `The code printed nothing at the last ${plural(trace.events, 'event')} of this state.`}
      </EmptyState>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <ol className="printed" tabIndex={0} aria-label="Printed lines">
        {trace.lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and keep their places
          <li key={i}>
            <PlayheadLink ordinal={line.ordinal} type={line.type} />
            <code className="mono">{line.text}</code>
          </li>
        ))}
      </ol>
      <p className="state-foot">
        {plural(trace.lines.length, 'line')} from the last {plural(trace.events, 'event')} of this state
        {trace.unkept > 0 && `; ${plural(trace.unkept, 'line')} more were not kept`}.
      </p>
    </>
  );
}
