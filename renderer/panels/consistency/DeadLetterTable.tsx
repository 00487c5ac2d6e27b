import type { DeadLetter } from '../../../shared/model/store.ts';
import { DataTable } from '../../widgets/DataTable.tsx';
import { EventLink } from '../../widgets/EventLink.tsx';

interface Props {
  readonly caption: string;
  readonly rows: readonly DeadLetter[];
}

/** Events that consumers gave up on, each with its error. */
export function DeadLetterTable({ caption, rows }: Props): React.JSX.Element {
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: 'consumer', title: 'Consumer', cell: (row) => row.consumer },
        {
          key: 'event',
          title: 'Event',
          cell: (row) => (row.ordinal === null ? 'not in this log' : <EventLink ordinal={row.ordinal} />),
        },
        { key: 'position', title: 'Position', numeric: true, cell: (row) => row.globalPosition ?? '–' },
        { key: 'error', title: 'Why it was given up', words: true, cell: (row) => row.error },
      ]}
      rows={rows}
      rowKey={(row, index) => `${row.consumer} ${row.globalPosition ?? ''} ${index}`}
    />
  );
}
