import { useState } from 'react';
import { formatCount, plural } from '../../../../shared/format.ts';
import type { ShownChange, ShownState } from '../../../../shared/model/shown.ts';
import { asInspectorError } from '../../../data/asInspectorError.ts';
import { askOnce } from '../../../data/askOnce.ts';
import { useSession, useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import type { RequestState } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Skeleton } from '../../../widgets/Skeleton.tsx';
import { ChangeList } from './ChangeList.tsx';
import { CompareView } from './CompareView.tsx';
import { FoldFailure } from './FoldFailure.tsx';
import { PlayheadLink } from './PlayheadLink.tsx';
import type { Reducers } from './useReducers.ts';
import { WholeValue } from './WholeValue.tsx';

interface Props {
  readonly state: RequestState<'state.shown'>;
  readonly reducers: Reducers;
  readonly playhead: number;
}

/** What the last event at or before the playhead did to the state; with a second point, what differs between the two. */
export function ChangesTab({ state, reducers, playhead }: Props): React.JSX.Element {
  const { data, error } = state;
  const mark = useView((v) => v.mark);
  if (error)
    return <EmptyState tone="bad" title="No changes">{`${error.message} ${error.data?.advice ?? ''}`}</EmptyState>;
  if (!data) return <Skeleton rows={6} label="Folding" />;
  if (mark !== null) return <CompareView state={data} reducers={reducers} playhead={playhead} mark={mark} />;
  if (data.failure) return <FoldFailure state={data} />;
  if (data.lastOrdinal === null) {
    return (
      <EmptyState title="Nothing changed yet">{`${data.partition} has no event at or before this point.`}</EmptyState>
    );
  }
  const lead =
    data.lastOrdinal === playhead ? (
      <>
        This event changed {plural(data.changeCount, 'value')} of <span className="mono">{data.partition}</span>.
      </>
    ) : (
      <>
        This event is not one of <span className="mono">{data.partition}</span>; its last one was{' '}
        <PlayheadLink ordinal={data.lastOrdinal} />, which changed{' '}
        {data.changeCount === 0 ? 'nothing' : plural(data.changeCount, 'value')}.
      </>
    );
  return (
    <>
      {(data.changeCount > 0 || data.lastOrdinal !== playhead) && <p className="changes-lead">{lead}</p>}
      {data.changeCount === 0 ? (
        <EmptyState title="No change">
          <span className="mono">{data.reducer.name}</span> read the event and left the state as it was.
        </EmptyState>
      ) : (
        <Changes key={`${data.reducer.id} ${data.partition} ${data.lastOrdinal}`} data={data} />
      )}
    </>
  );
}

/** What the event changed: the first of it, and more on a press. */
function Changes({ data }: { readonly data: ShownState }): React.JSX.Element {
  const { passing } = useServices();
  const requests = useSession((session) => session.requests);
  const [more, setMore] = useState<readonly ShownChange[]>([]);
  const [whole, setWhole] = useState<{ readonly change: number; readonly side: 'from' | 'to' } | null>(null);
  const changes = [...data.changes, ...more];
  const point = {
    reducer: data.reducer.id,
    partition: data.partition === '' ? null : data.partition,
    ordinal: data.lastOrdinal!,
  };
  const showMore = async (): Promise<void> => {
    try {
      const next = await askOnce(requests!, 'state.changes', { ...point, offset: changes.length });
      setMore([...more, ...next]);
    } catch (error) {
      passing.dispatch({ message: asInspectorError(error).message });
    }
  };
  return (
    <>
      <ChangeList label="Changes" changes={changes} onWhole={(change, side) => setWhole({ change, side })} />
      {data.changeCount > changes.length && (
        <p className="changes-more">
          <Button look="pill" onClick={() => void showMore()}>
            Show more: {formatCount(changes.length)} of {formatCount(data.changeCount)} are listed
          </Button>
        </p>
      )}
      {whole && (
        <WholeValue
          name={`${changes[whole.change]!.path}, ${whole.side === 'from' ? 'before' : 'after'} the event`}
          whole={{ from: 'state', value: { ...point, of: whole } }}
          onClose={() => setWhole(null)}
        />
      )}
    </>
  );
}
