import './HistoryDialog.css';
import { formatCount, plural } from '../../../../shared/format.ts';
import type { HistoryChange, StateTarget } from '../../../../shared/model/state.ts';
import { useLog, useTimeZone } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { instantText } from '../../../state/timeText.ts';
import { DataTable } from '../../../widgets/DataTable.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { Sparkline } from '../../../widgets/Sparkline.tsx';
import { Working } from '../../../widgets/Working.tsx';
import { PlayheadLink } from './PlayheadLink.tsx';

interface Props {
  readonly target: StateTarget;
  /** Where the value stands, items of lists by their identity (`shared/statePath.ts`). */
  readonly place: string;
  readonly playhead: number;
  readonly onClose: () => void;
}

/** Changes in the list, and characters of their values: those behind a row, and those on it. */
const longest = 300;
const longestKept = 200;

/** Every event that changed a value: as a curve where it is a number, and as a list. */
export function HistoryDialog({ target, place, playhead, onClose }: Props): React.JSX.Element {
  const { view } = useServices();
  const { events } = useLog();
  const zone = useTimeZone();
  const { data, error, progress } = useRequest(
    'state.history',
    { ...target, path: place, limit: longest, longest: longestKept },
    { refreshOn: events },
  );
  const name = place === '' ? 'the whole state' : place;
  const go = (ordinal: number): void => {
    view.dispatch({ do: 'movePlayhead', ordinal });
    onClose();
  };
  return (
    <Dialog label={`History of ${name}`} className="history" onClose={onClose}>
      <div className="history-head">
        <h2>
          History of <span className="mono">{name}</span>
        </h2>
        {data && (
          <p>
            {plural(data.total, 'change')} in {plural(data.folded, 'event')} of{' '}
            <span className="mono">{data.partition === '' ? target.reducer : data.partition}</span>.
            {data.total > data.changes.length &&
              ` The last ${formatCount(data.changes.length)} are listed; the curve shows all, and the command line lists them.`}
            {data.failure && ` The reducer failed at #${data.failure.ordinal}: ${data.failure.message}`}
          </p>
        )}
      </div>
      {error && <Failure title="No history" error={error} />}
      {!data && !error && <Working label="Walking through the history" progress={progress} />}
      {data && data.spark.length > 1 && (
        <Sparkline
          label={`${name} over its history, in ${plural(data.spark.length, 'step')}; the table below has the numbers`}
          points={data.spark}
          here={data.spark.findLastIndex(({ ordinal }) => ordinal <= playhead)}
          onPick={(index) => go(data.spark[index]!.ordinal)}
        />
      )}
      {data && data.changes.length === 0 && (
        <EmptyState title="Never set">No event of this history has changed it.</EmptyState>
      )}
      {data && data.changes.length > 0 && (
        <DataTable<HistoryChange>
          caption={`Changes of ${name}`}
          columns={[
            {
              key: 'event',
              title: 'Event',
              cell: ({ ordinal, type }) => <PlayheadLink ordinal={ordinal} type={type} onGo={onClose} />,
            },
            { key: 'at', title: 'Recorded', cell: ({ recordedAt }) => instantText(recordedAt, zone) },
            { key: 'from', title: 'From', cell: ({ from }) => <Value text={from} isGone /> },
            { key: 'to', title: 'To', cell: ({ to }) => <Value text={to} /> },
          ]}
          rows={data.changes.toReversed()}
          rowKey={({ ordinal }) => String(ordinal)}
        />
      )}
    </Dialog>
  );
}

const longestValue = 80;

function Value({ text, isGone = false }: { text: string | null; isGone?: boolean }): React.JSX.Element {
  if (text === null) return <span className="history-none">{isGone ? 'not there' : 'removed'}</span>;
  const shown = text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
  return isGone ? <del title={text}>{shown}</del> : <span title={text}>{shown}</span>;
}
