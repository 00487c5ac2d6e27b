import './SchemaPanel.css';
import { useState } from 'react';
import { useDispatch, useLog, useView } from '../../data/hooks.ts';
import { useRequest } from '../../data/useRequest.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { Skeleton } from '../../widgets/Skeleton.tsx';
import { firstShown } from './firstShown.ts';
import { TypeList } from './TypeList.tsx';
import { TypeView } from './TypeView.tsx';

/** Reading every payload for drift happens by itself up to this size; beyond it the person asks for it. */
const readAllUpTo = 200_000;

/** Which versions of each event type there are, when they were written, and what changed from one to the next. */
export function SchemaPanel(): React.JSX.Element {
  const { events, complete } = useLog();
  const dispatch = useDispatch();
  const chosen = useView((view) => view.schemaType);
  const facets = useRequest('log.facets', { query: '' }, { refreshOn: events });
  const [readAll, setReadAll] = useState(false);
  const whole = complete && (readAll || events <= readAllUpTo);
  const report = useRequest('schema.report', whole ? {} : null);

  if (facets.error) return <Failure title="The types could not be counted" error={facets.error} />;
  if (!facets.data) return <Skeleton rows={9} label="Loading the event types" />;
  const { types } = facets.data;
  const selected = types.find((type) => type.type === chosen) ?? types.find((t) => t.type === firstShown(types));
  if (!selected)
    return <EmptyState title="No events yet">As soon as the first is read, its type stands here.</EmptyState>;
  return (
    <div className="schema">
      <TypeList
        types={types}
        selected={selected.type}
        onSelect={(schemaType) => dispatch({ do: 'showSchemaType', schemaType })}
        report={report}
        onReadAll={complete && !whole ? () => setReadAll(true) : null}
      />
      <TypeView key={selected.type} type={selected} />
    </div>
  );
}
