import './SnapshotsDialog.css';
import { X } from 'lucide-react';
import { formatBytes, formatCount, plural } from '../../../../shared/format.ts';
import type { SnapshotReport } from '../../../../shared/model/snapshot.ts';
import { useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { DataTable } from '../../../widgets/DataTable.tsx';
import { Dialog } from '../../../widgets/Dialog.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { Working } from '../../../widgets/Working.tsx';
import { PlayheadLink } from '../inspector/PlayheadLink.tsx';
import { useReducers } from '../inspector/useReducers.ts';
import { detailText, foundText, ownText, verdictText, whose } from './snapshotText.ts';

/** Where the snapshots of this stream are, those of replay and those in the store, and what these are worth. */
export function SnapshotsDialog({ playhead }: { playhead: number }): React.JSX.Element {
  const { passing } = useServices();
  const partition = useView((v) => v.partition);
  const { current } = useReducers();
  const { data, error, progress } = useRequest(
    'snapshots.report',
    current === null || playhead < 0 ? null : { reducer: current.id, partition, ordinal: playhead },
  );
  const close = (): void => passing.dispatch({ dialog: null });
  return (
    <Dialog label="Snapshots of this stream" className="snapshots" onClose={close}>
      <header>
        <h2 className="truncate">
          Snapshots <span className="mono">{data?.partition || data?.reducer.name}</span>
        </h2>
        <Button look="icon" aria-label="Close" onClick={close}>
          <X size={15} aria-hidden="true" />
        </Button>
      </header>
      {error ? (
        <Failure title="The snapshots cannot be shown" error={error} />
      ) : data ? (
        <Report report={data} onGo={close} />
      ) : (
        <Working label="Folding and comparing" progress={progress} />
      )}
    </Dialog>
  );
}

function Report({ report, onGo }: { report: SnapshotReport; onGo: () => void }): React.JSX.Element {
  const { own, found } = report;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="snapshots-body" tabIndex={0} aria-label="Snapshots">
      <Track report={report} />
      <h3>In the store</h3>
      <p>{foundText(report)}</p>
      {found.length > 0 && (
        <DataTable
          caption="Snapshots in the store"
          rowKey={(row, i) => `${row.streamRevision} ${i}`}
          rows={found}
          columns={[
            { key: 'revision', title: 'Revision', numeric: true, cell: (row) => row.streamRevision },
            {
              key: 'event',
              title: 'Event',
              cell: (row) => (row.ordinal === null ? '–' : <PlayheadLink ordinal={row.ordinal} onGo={onGo} />),
            },
            { key: 'bytes', title: 'Size', numeric: true, cell: (row) => formatBytes(row.bytes) },
            {
              key: 'verdict',
              title: 'Beside replay',
              words: true,
              cell: (row) => <span className={`snapshot-${row.verdict}`}>{verdictText[row.verdict]}</span>,
            },
            { key: 'detail', title: 'What was compared', words: true, cell: (row) => detailText(row) },
          ]}
        />
      )}
      <h3>Kept by replay</h3>
      <p>{ownText(report)}</p>
      {own.count > 0 && (
        <DataTable
          caption="Snapshots kept by replay"
          rowKey={({ position }) => String(position)}
          rows={own.list.toReversed()}
          columns={[
            { key: 'position', title: 'After events', numeric: true, cell: ({ position }) => formatCount(position) },
            {
              key: 'event',
              title: 'Event',
              cell: ({ ordinal }) => <PlayheadLink ordinal={ordinal} onGo={onGo} />,
            },
            { key: 'bytes', title: 'In memory', numeric: true, cell: ({ bytes }) => formatBytes(bytes) },
          ]}
        />
      )}
    </section>
  );
}

/** The stream from its first event to its last, with a tick where a state is kept; the tables below say the same. */
function Track({ report }: { report: SnapshotReport }): React.JSX.Element | null {
  const { own, found, eventsBefore, eventsTotal } = report;
  if (eventsTotal === 0) return null;
  const place = (position: number): string => `${((100 * position) / eventsTotal).toFixed(3)}%`;
  return (
    <figure className="snapshot-track">
      <svg aria-hidden="true" width="100%" height="34">
        <line x1="0" x2="100%" y1="17" y2="17" className="snapshot-line" />
        <line x1="0" x2={place(eventsBefore)} y1="17" y2="17" className="snapshot-past" />
        {own.list.map(({ position }) => (
          <line key={position} x1={place(position)} x2={place(position)} y1="17" y2="27" className="snapshot-own" />
        ))}
        {found.map((one, i) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a store may hold two of one revision
            key={i}
            cx={place(one.position)}
            cy="9"
            r="3.5"
            className={`snapshot-mark snapshot-${one.verdict}`}
          />
        ))}
        <line x1={place(eventsBefore)} x2={place(eventsBefore)} y1="3" y2="31" className="snapshot-playhead" />
      </svg>
      <figcaption>
        {plural(eventsTotal, 'event')} of this {whose(report)}. Dots: snapshots in the store; ticks: kept by replay;
        amber: the playhead.
      </figcaption>
    </figure>
  );
}
