import './ConsistencyPanel.css';
import { Milestone } from 'lucide-react';
import { plural } from '../../../shared/format.ts';
import { useLog } from '../../data/hooks.ts';
import { useRequest } from '../../data/useRequest.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { PanelHead } from '../../widgets/PanelHead.tsx';
import { Skeleton } from '../../widgets/Skeleton.tsx';
import { CheckpointTable } from './CheckpointTable.tsx';
import { DeadLetterTable } from './DeadLetterTable.tsx';
import { lagSentence } from './tracks.ts';

/** How far each consumer has read, and which events consumers gave up on. */
export function ConsistencyPanel(): React.JSX.Element {
  const { summary, events } = useLog();
  const { data, error } = useRequest('store.consumers', {}, { refreshOn: events });
  if (error) return <Failure title="The checkpoints could not be read" error={error} />;
  if (!data) return <Skeleton rows={5} label="Loading the checkpoints" />;
  if (data.checkpoints.length === 0 && data.deadLetters.length === 0) {
    return (
      <EmptyState title="This store records no consumers" icon={<Milestone size={34} strokeWidth={1.4} />}>
        <p>
          A consumer is whatever reads the log to build something from it: a read model, a notifier, an export. Its
          checkpoint is the position it has read up to, kept so that it can go on there after a restart.
        </p>
        <p className="consistency-formats">
          Stores keep them beside their events: Emmett in <code>emt_processors</code>, Marten in{' '}
          <code>mt_event_progression</code>, Axon in <code>token_entry</code>, Python eventsourcing in{' '}
          <code>tracking</code>. An export of events alone carries none, and neither does {summary.name}.
        </p>
      </EmptyState>
    );
  }
  const notes = summary.notes.filter((note) => /checkpoint/i.test(note));
  return (
    <div className="consistency">
      <PanelHead title="Consumers">{lagSentence(data.checkpoints, data.deadLetters.length)}</PanelHead>
      <CheckpointTable checkpoints={data.checkpoints} />
      {notes.length > 0 && (
        <ul className="consistency-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <section className="card consistency-dead" aria-labelledby="dead-title">
        <h3 id="dead-title">Dead letters</h3>
        {data.deadLetters.length === 0 ? (
          <p className="consistency-none">
            None are recorded in this store. A dead letter is an event that a consumer could not handle and put aside.
          </p>
        ) : (
          <DeadLetterTable
            caption={plural(
              data.deadLetters.length,
              'event that could not be handled',
              'events that could not be handled',
            )}
            rows={data.deadLetters}
          />
        )}
      </section>
    </div>
  );
}
