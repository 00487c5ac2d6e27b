import { useState } from 'react';
import { plural } from '../../../shared/format.ts';
import type { SchemaSubject } from '../../../shared/model/schema.ts';
import { quoteValue } from '../../../shared/query.ts';
import { useDispatch, useLog } from '../../data/hooks.ts';
import { useRequest } from '../../data/useRequest.ts';
import { nameText } from '../../state/nameText.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { Failure } from '../../widgets/Failure.tsx';
import { PanelHead } from '../../widgets/PanelHead.tsx';
import { Working } from '../../widgets/Working.tsx';
import { ChangeTable } from './ChangeTable.tsx';
import { Coverage } from './Coverage.tsx';
import { DriftList } from './DriftList.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { FieldTable } from './FieldTable.tsx';
import { VersionChart } from './VersionChart.tsx';

const buckets = 60;

interface Props {
  readonly subject: SchemaSubject;
  /** Where versions are taken from; `undefined` until that is known. */
  readonly from: string | null | undefined;
  /** Changes when what the payloads say may have changed. */
  readonly refreshOn: string;
}

/** One event type or family: its versions over time, the way to the newest, what changed, and the fields of each. */
export function TypeView({ subject, from, refreshOn }: Props): React.JSX.Element {
  const { events, complete } = useLog();
  const dispatch = useDispatch();
  const [asTable, setAsTable] = useState(false);
  const [exporting, setExporting] = useState(false);
  const { name, members, inferred } = subject;
  const isKnown = from !== undefined;
  const overTime = useRequest('schema.overTime', isKnown ? { type: name, buckets, inferred, from } : null, {
    refreshOn: events,
  });
  const schema = useRequest('schema.type', complete && isKnown ? { type: name, from } : null, { refreshOn });
  const showEvents = (): void => {
    const types = members.length > 0 ? members : [name];
    dispatch({ do: 'setQuery', query: types.map((type) => `type:${quoteValue(type)}`).join(' or ') });
    dispatch({ do: 'showPanel', panel: 'explore' });
  };
  const found = schema.data;
  // What is drift where no version is recorded is what the inferred ones are told apart by.
  const shown = found && { ...(found.inferred ?? found), drift: found.inferred ? [] : found.drift };
  const hasPath = found !== undefined && found.upcasters.length > 0;
  return (
    <section className="schema-view" aria-label={`Schema of ${name}`}>
      <PanelHead
        title={nameText(name)}
        actions={
          <>
            <Button onClick={showEvents}>Show events</Button>
            <Button onClick={() => setExporting(true)}>Export…</Button>
            <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {asTable ? 'Show as chart' : 'Show as table'}
            </Button>
          </>
        }
      >
        {overTime.data?.summary ?? plural(subject.events, 'event')}
      </PanelHead>
      {members.length > 0 && (
        <p className="schema-note">
          The version stands in the name: {members.map(nameText).join(', ')} are taken together.
        </p>
      )}
      {found?.inferred && (
        <p className="schema-note">
          No version is recorded. These are inferred from the payloads: {found.inferred.by.join(' ')}
        </p>
      )}
      <div className={`schema-top${hasPath ? ' schema-top-two' : ''}`}>
        {overTime.error ? (
          <Failure title="The versions could not be counted over time" error={overTime.error} />
        ) : (
          <VersionChart name={name} events={subject.events} data={overTime.data} asTable={asTable} />
        )}
        {hasPath && <Coverage upcasters={found.upcasters} />}
      </div>
      {found && found.drift.length > 0 && <DriftList drift={found.drift} />}
      {shown?.changes.map((change) => (
        <ChangeTable key={`${change.from} ${change.to}`} change={change} />
      ))}
      <div className="card schema-fields">
        {schema.error ? (
          <Failure title="The payloads could not be read" error={schema.error} />
        ) : shown ? (
          <>
            {shown.versions.some(({ fieldsCut }) => fieldsCut) && (
              <p className="schema-note">There are more fields than are told apart: the rest is counted as *.</p>
            )}
            <FieldTable name={name} schema={shown} />
          </>
        ) : complete ? (
          <Working label="Reading payloads" progress={schema.progress} />
        ) : (
          <EmptyState title="The fields wait for the whole log">
            They begin to be counted when the last event is read.
          </EmptyState>
        )}
      </div>
      {exporting && <ExportDialog type={name} from={from ?? null} onClose={() => setExporting(false)} />}
    </section>
  );
}
