import { useEffect, useRef, useState } from 'react';
import { formatCount, plural } from '../../../../shared/format.ts';
import type { BisectReport, Crossing, PartitionCrossings } from '../../../../shared/model/bisect.ts';
import { useLog, usePassing, useTimeZone } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { instantText } from '../../../state/timeText.ts';
import { Button } from '../../../widgets/Button.tsx';
import { DataTable } from '../../../widgets/DataTable.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { Select } from '../../../widgets/Select.tsx';
import { Working } from '../../../widgets/Working.tsx';
import { expressionError } from '../expressionError.ts';
import { PlayheadLink } from '../inspector/PlayheadLink.tsx';
import { useTarget } from '../useTarget.ts';
import { BenchHead } from './BenchHead.tsx';

const longest = 500;

interface Asked {
  readonly reducer: string;
  readonly partition: string | null;
  readonly where: string;
}

/** After which events a condition came to hold: in the state that is shown, or in all of them. */
export function BisectBench({ playhead }: { readonly playhead: number }): React.JSX.Element {
  const { passing } = useServices();
  const { events } = useLog();
  const target = useTarget(playhead);
  const condition = usePassing((p) => p.condition);
  const shown = useRequest('state.shown', target).data?.partition ?? '';
  const [scope, setScope] = useState<'one' | 'all'>('all');
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const input = useRef<HTMLInputElement>(null);
  // A condition that came from elsewhere is gone on with.
  useEffect(() => {
    const field = input.current!;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }, []);
  const wrong = expressionError(condition);
  const { data, error, pending, progress } = useRequest(
    'state.bisect',
    asked && { ...asked, from: 0, to: events - 1, limit: longest },
  );
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (wrong !== null || target === null) return;
    setAsked({ reducer: target.reducer, partition: scope === 'all' ? null : shown, where: condition.trim() });
  };
  return (
    <section className="bench" aria-label="Bisect">
      <BenchHead title="When did it hold?">
        the first event after which a condition holds, and every later crossing
      </BenchHead>
      <form className="bench-form" onSubmit={submit}>
        <input
          ref={input}
          className="mono"
          aria-label="Condition"
          placeholder="state.balance < 0"
          spellCheck={false}
          aria-invalid={tried && wrong !== null}
          value={condition}
          onChange={(event) => passing.dispatch({ condition: event.target.value })}
        />
        <Select
          label="Where to look"
          value={scope}
          options={[
            { value: 'all', title: 'all partitions' },
            { value: 'one', title: shown === '' ? 'the state shown' : shown },
          ]}
          onChange={setScope}
        />
        {pending && asked ? (
          <Button onClick={() => setAsked(null)}>Cancel</Button>
        ) : (
          <Button look="primary" type="submit">
            Find
          </Button>
        )}
      </form>
      {tried && wrong && (
        <p className="bench-problem" role="alert">
          {wrong.message} {wrong.data?.advice}
        </p>
      )}
      {error && <Failure title="Not found out" error={error} />}
      {asked && pending && <Working label="Looking at every state" progress={progress} />}
      {!asked && (
        <EmptyState title="Ask for a condition">
          As in <code className="mono">state.balance &lt; 0</code> or{' '}
          <code className="mono">state.status == "open" and state.items.length &gt; 3</code>. It may come and go: every
          state is looked at.
        </EmptyState>
      )}
      {asked && data && !pending && <Found report={data} />}
    </section>
  );
}

function Found({ report }: { readonly report: BisectReport }): React.JSX.Element {
  const { view } = useServices();
  const zone = useTimeZone();
  const { first, where, examined, events, ever, total, partitions, crossings, failed, failures } = report;
  const looked = `${plural(events, 'state')} of ${plural(examined, 'partition')} looked at.`;
  const broken = failed > 0 && (
    <p className="bench-problem" role="alert">
      The reducer failed in {plural(failed, 'partition')}, first in {failures[0]!.partition} at #
      {failures[0]!.failure.ordinal}: what follows there was not looked at.
    </p>
  );
  if (first === null) {
    return (
      <>
        {broken}
        <EmptyState title="It never held">
          <code className="mono">{where}</code>: {looked}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      {broken}
      <p className="bench-lead">
        First after <PlayheadLink ordinal={first.ordinal} type={first.type} /> of{' '}
        <b className="mono">{first.partition}</b>
        {first.recordedAt && `, ${instantText(first.recordedAt, zone)}`}. {plural(total, 'crossing')}
        {report.partition === null && ` in ${plural(ever, 'partition')}`}. {looked}
      </p>
      <div className="bench-body">
        {report.partition === null && (
          <DataTable<PartitionCrossings>
            caption={`Partitions in which it ever held${ever > partitions.length ? `: the first ${formatCount(partitions.length)} of ${formatCount(ever)}` : ''}`}
            showCaption
            columns={[
              {
                key: 'partition',
                title: 'Partition',
                cell: ({ partition, firstOrdinal }) => (
                  <button
                    type="button"
                    className="event-mention"
                    onClick={() => {
                      view.dispatch({ do: 'movePlayhead', ordinal: firstOrdinal });
                      view.dispatch({ do: 'showPartition', partition });
                    }}
                  >
                    {partition}
                  </button>
                ),
              },
              {
                key: 'first',
                title: 'First after',
                cell: ({ firstOrdinal }) => <PlayheadLink ordinal={firstOrdinal} />,
              },
              { key: 'crossings', title: 'Crossings', numeric: true, cell: (row) => formatCount(row.crossings) },
              {
                key: 'now',
                title: 'At the end',
                words: true,
                cell: ({ holds }) => (holds ? 'holds' : 'does not hold'),
              },
            ]}
            rows={partitions}
            rowKey={({ partition }) => partition}
          />
        )}
        <DataTable<Crossing>
          caption={`Crossings${total > crossings.length ? `: the first ${formatCount(crossings.length)} of ${formatCount(total)}` : ''}`}
          showCaption
          columns={[
            {
              key: 'event',
              title: 'Event',
              cell: ({ ordinal, type }) => <PlayheadLink ordinal={ordinal} type={type} />,
            },
            { key: 'partition', title: 'Partition', cell: ({ partition }) => partition },
            { key: 'at', title: 'Recorded', cell: ({ recordedAt }) => instantText(recordedAt, zone) },
            {
              key: 'holds',
              title: 'From here on',
              words: true,
              cell: ({ holds }) => (holds ? 'holds' : 'does not hold'),
            },
          ]}
          rows={crossings}
          rowKey={({ ordinal, partition }) => `${ordinal} ${partition}`}
        />
      </div>
    </>
  );
}
