import './SchemaPanel.css';
import { useState } from 'react';
import { useDispatch, useLog, useView } from '../../data/hooks.ts';
import { useRequest } from '../../data/useRequest.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { Skeleton } from '../../widgets/Skeleton.tsx';
import { AllTypes } from './AllTypes.tsx';
import { ALL_TYPES, selectedSubject, subjectsOf } from './subjects.ts';
import { TypeList } from './TypeList.tsx';
import { TypeView } from './TypeView.tsx';
import { useSchemaSource } from './useSchemaSource.ts';

/** Which versions of each event type there are, when they were written, and what changed from one to the next. */
export function SchemaPanel(): React.JSX.Element {
  const { events, complete } = useLog();
  const dispatch = useDispatch();
  const chosen = useView((view) => view.schemaType);
  const facets = useRequest('log.facets', { query: '' }, { refreshOn: events });
  // Projections may have come since this view was shown last, and with them upcasters.
  const [shownAt] = useState(() => Date.now());
  const refreshOn = `${events} ${shownAt}`;
  const source = useSchemaSource();
  const { from } = source;
  const isReady = complete && from !== undefined;
  const overview = useRequest('schema.overview', isReady ? { from } : null, { refreshOn });

  if (facets.error) return <Failure title="The types could not be counted" error={facets.error} />;
  if (!facets.data) return <Skeleton rows={9} label="Loading the event types" />;
  const subjects = subjectsOf(overview.data, facets.data.types);
  if (subjects.length === 0)
    return <EmptyState title="No events yet">As soon as the first is read, its type stands here.</EmptyState>;
  const selected = selectedSubject(subjects, chosen);
  return (
    <div className="schema">
      <TypeList
        subjects={subjects}
        selected={selected?.name ?? ALL_TYPES}
        onSelect={(schemaType) => dispatch({ do: 'showSchemaType', schemaType })}
        overview={overview}
        source={source}
      />
      {selected ? (
        <TypeView key={selected.name} subject={selected} from={from} refreshOn={refreshOn} />
      ) : (
        <AllTypes from={from} overview={overview} />
      )}
    </div>
  );
}
