import { formatCount, formatShare, plural } from '../../../shared/format.ts';
import type { FieldMap } from '../../../shared/model/schema.ts';
import { useDispatch } from '../../data/hooks.ts';
import { nameText } from '../../state/nameText.ts';
import { DataTable } from '../../widgets/DataTable.tsx';
import { HeatMap } from './HeatMap.tsx';
import { shareLevel } from './heat.ts';

/** Which fields types have in common, and in what share of their events. */
export function FieldMapCard({
  map,
  asTable,
}: {
  readonly map: FieldMap;
  readonly asTable: boolean;
}): React.JSX.Element {
  const dispatch = useDispatch();
  const { fields, rows, fieldsLeftOut, typesLeftOut } = map;
  const cut = [
    ...(fieldsLeftOut > 0 ? [plural(fieldsLeftOut, 'field')] : []),
    ...(typesLeftOut > 0 ? [plural(typesLeftOut, 'type')] : []),
  ];
  const left = cut.length === 0 ? '' : ` ${cut.join(' and ')} left out, the rarest.`;
  return (
    <section className="card schema-heat" aria-label="Types and fields">
      <h3>Types and fields</h3>
      {asTable ? (
        <DataTable
          caption={`Share of each type's events that have a field.${left}`}
          showCaption={left !== ''}
          columns={[
            { key: 'type', title: 'Type', cell: (row: number) => nameText(rows[row]!.name) },
            { key: 'events', title: 'Events', numeric: true, cell: (row) => formatCount(rows[row]!.events) },
            ...fields.map((path, column) => ({
              key: path,
              title: path || '(payload)',
              numeric: true,
              cell: (row: number) =>
                rows[row]!.present[column] === 0 ? '–' : formatShare(rows[row]!.present[column]!, rows[row]!.events),
            })),
          ]}
          rows={rows.map((_, row) => row)}
          rowKey={(row) => rows[row]!.name}
        />
      ) : (
        <HeatMap
          label="Share of events of each type that have a field"
          rows={rows.map(({ name, events, present }) => ({
            key: name,
            label: nameText(name),
            note: '',
            count: formatCount(events),
            levels: present.map((count) => shareLevel(count, events)),
            hue: 'var(--hue-2)',
          }))}
          onRow={(row) => dispatch({ do: 'showSchemaType', schemaType: row.key })}
          cellText={(row, column) =>
            `${fields[column] || '(payload)'} is in ${formatShare(rows[row]!.present[column]!, rows[row]!.events)} of ${nameText(rows[row]!.name)} (${formatCount(rows[row]!.present[column]!)} of ${formatCount(rows[row]!.events)})`
          }
          hint={`The stronger, the more of a type's events have the field.${left}`}
          titles={fields.map((path) => path || '(payload)')}
        />
      )}
    </section>
  );
}
