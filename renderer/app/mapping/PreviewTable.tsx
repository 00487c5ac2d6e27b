import { TriangleAlert } from 'lucide-react';
import {
  type Mapping,
  type MappingPreview,
  type MappingRole,
  mappingRoles,
  type PreviewRow,
} from '../../../shared/model/mapping.ts';
import { type Column, DataTable } from '../../widgets/DataTable.tsx';

interface Props {
  readonly preview: MappingPreview;
  readonly mapping: Mapping;
  /** As events, or as they are stored. */
  readonly as: 'events' | 'stored';
}

type Numbered = PreviewRow & { readonly number: number };

/** The first records, as the mapping reads them or as the store has them. */
export function PreviewTable({ preview, mapping, as }: Props): React.JSX.Element {
  const rows = preview.rows.map((row, i): Numbered => ({ ...row, number: i + 1 }));
  const first: Column<Numbered> = { key: '#', title: '#', numeric: true, cell: ({ number }) => number };
  return (
    <DataTable
      caption={as === 'events' ? 'The first records as events' : 'The first records as they are stored'}
      columns={[first, ...(as === 'events' ? eventColumns(mapping) : storedColumns(preview.columns))]}
      rows={rows}
      rowKey={({ number }) => String(number)}
    />
  );
}

/** What an event is made of comes first; ids are long, and looked at last. */
const last: readonly MappingRole[] = ['schemaVersion', 'eventId', 'correlationId', 'causationId', 'actor'];
const inView = [
  ...mappingRoles.filter(({ role }) => !last.includes(role)),
  ...mappingRoles.filter(({ role }) => last.includes(role)),
];

const eventColumns = ({ fields }: Mapping): Column<Numbered>[] =>
  inView
    .filter(({ role }) => fields[role] !== undefined)
    .map(({ role, title }) => ({
      key: role,
      title,
      cell: ({ values, errors }) => {
        const error = errors.find(({ field }) => field === role);
        if (error === undefined) return <Value text={values[role] ?? null} />;
        return (
          <span className="mapping-wrong" title={error.message}>
            <TriangleAlert size={12} aria-hidden="true" />
            <span className="truncate">{error.message}</span>
          </span>
        );
      },
    }));

const storedColumns = (columns: readonly string[]): Column<Numbered>[] =>
  columns.map((column, i) => ({
    key: `${i} ${column}`,
    title: column,
    cell: ({ raw }) => <Value text={raw[i] ?? ''} />,
  }));

const Value = ({ text }: { text: string | null }): React.JSX.Element => (
  <span className="mapping-value truncate" title={text ?? undefined}>
    {text ?? <span className="mapping-nothing">–</span>}
  </span>
);
