import { formatCount } from '../../../shared/format.ts';
import { type Column, DataTable } from '../../widgets/DataTable.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { EventLink } from '../../widgets/EventLink.tsx';
import { type FieldMark, type FieldRow, fieldRows, type VersionedFields } from './fieldRows.ts';
import { versionName } from './versions.ts';

const shapes: Record<FieldMark['kind'], string> = {
  added: '+',
  removed: '−',
  renamed: '↷',
  retyped: '≠',
  optional: '?',
  drift: '▲',
};

/** Every field of a type: its JSON type, in how many events of each version it is, what it holds, what changed. */
export function FieldTable({
  name,
  schema,
}: {
  readonly name: string;
  readonly schema: VersionedFields;
}): React.JSX.Element {
  const rows = fieldRows(schema);
  if (rows.length === 0) {
    return <EmptyState title="No fields">None of the payloads of this type is a JSON object with members.</EmptyState>;
  }
  const columns: Column<FieldRow>[] = [
    { key: 'field', title: 'Field', cell: (row) => row.path || '(payload)' },
    { key: 'type', title: 'Type', cell: (row) => <span className="schema-field-type">{row.types}</span> },
    ...schema.versions.map((version, index) => ({
      key: `v${version.schemaVersion ?? ''}`,
      title: `${versionName(version.schemaVersion)} · ${formatCount(version.events)}`,
      cell: (row: FieldRow) => (
        <span className={row.cells[index] === '–' ? 'schema-field-none' : undefined}>{row.cells[index]}</span>
      ),
    })),
    {
      key: 'values',
      title: 'What it holds',
      cell: (row) => (
        <span className="schema-field-values truncate" title={row.values}>
          {row.values}
        </span>
      ),
    },
    {
      key: 'changes',
      title: 'What changed',
      cell: (row) =>
        row.marks.map((mark) => (
          <span key={mark.text} className={`mark mark-${mark.kind}`}>
            <span aria-hidden="true">{shapes[mark.kind]}</span> {mark.text}
          </span>
        )),
    },
    { key: 'first', title: 'First seen', numeric: true, cell: (row) => <EventLink ordinal={row.first} /> },
    { key: 'last', title: 'Last seen', numeric: true, cell: (row) => <EventLink ordinal={row.last} /> },
  ];
  return (
    <DataTable
      caption={`Fields of ${name}, with the share of each version's events that hold them`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.path}
    />
  );
}
