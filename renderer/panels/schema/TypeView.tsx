import { useState } from 'react';
import { plural } from '../../../shared/format.ts';
import type { TypeCount } from '../../../shared/model/store.ts';
import { quoteValue } from '../../../shared/query.ts';
import { useDispatch, useLog } from '../../data/hooks.ts';
import { useRequest } from '../../data/useRequest.ts';
import { nameText } from '../../state/nameText.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { PanelHead } from '../../widgets/PanelHead.tsx';
import { Working } from '../../widgets/Working.tsx';
import { DriftList } from './DriftList.tsx';
import { FieldTable } from './FieldTable.tsx';
import { UpgradePath } from './UpgradePath.tsx';
import { VersionChart } from './VersionChart.tsx';

const buckets = 60;

/** One event type: its versions over time, the way to the newest, and the fields of each. */
export function TypeView({ type }: { readonly type: TypeCount }): React.JSX.Element {
  const { events, complete } = useLog();
  const dispatch = useDispatch();
  const [asTable, setAsTable] = useState(false);
  const overTime = useRequest('schema.overTime', { type: type.type, buckets }, { refreshOn: events });
  const schema = useRequest('schema.type', complete ? { type: type.type } : null);
  const showEvents = (): void => {
    dispatch({ do: 'setQuery', query: `type:${quoteValue(type.type)}` });
    dispatch({ do: 'showPanel', panel: 'explore' });
  };
  return (
    <section className="schema-view" aria-label={`Schema of ${type.type}`}>
      <PanelHead
        title={nameText(type.type)}
        actions={
          <>
            <Button onClick={showEvents}>Show events</Button>
            <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {asTable ? 'Show as chart' : 'Show as table'}
            </Button>
          </>
        }
      >
        {overTime.data?.summary ?? plural(type.events, 'event')}
      </PanelHead>
      <div className={`schema-top${type.versions.length > 1 ? ' schema-top-two' : ''}`}>
        {overTime.error ? (
          <Failure title="The versions could not be counted over time" error={overTime.error} />
        ) : (
          <VersionChart type={type} data={overTime.data} asTable={asTable} />
        )}
        {type.versions.length > 1 && <UpgradePath type={type} />}
      </div>
      {schema.data && schema.data.drift.length > 0 && <DriftList drift={schema.data.drift} />}
      <div className="card schema-fields">
        {schema.error ? (
          <Failure title="The payloads could not be read" error={schema.error} />
        ) : schema.data ? (
          <FieldTable schema={schema.data} />
        ) : complete ? (
          <Working label={`Reading ${plural(type.events, 'payload')}`} progress={schema.progress} />
        ) : (
          <EmptyState title="The fields wait for the whole log">
            They begin to be counted when the last event is read.
          </EmptyState>
        )}
      </div>
    </section>
  );
}
