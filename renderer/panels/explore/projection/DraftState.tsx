import { useMemo } from 'react';
import { parseJson } from '../../../../shared/json.ts';
import type { StateAt } from '../../../../shared/model/state.ts';
import { JsonTree } from '../../../widgets/JsonTree.tsx';
import { FoldFailure } from '../inspector/FoldFailure.tsx';
import { NoStateYet } from '../inspector/NoStateYet.tsx';
import { PlayheadLink } from '../inspector/PlayheadLink.tsx';
import { foldSentence, nextDelay, nextLead } from '../inspector/stateSentence.ts';

/** The state that the code in the editor gives, with what the playhead's event changed. */
export function DraftState({ data, playhead }: { data: StateAt; playhead: number }): React.JSX.Element {
  const value = useMemo(() => (data.state === null ? null : { json: parseJson(data.state) }), [data.state]);
  return (
    <>
      <FoldFailure state={data} />
      <div className="state-tree">
        {value === null ? (
          <NoStateYet of={data} />
        ) : (
          <JsonTree
            label="State"
            value={value.json}
            changes={data.lastOrdinal === playhead ? data.changes : undefined}
            current={playhead}
          />
        )}
      </div>
      <p className="state-foot">
        <span className="mono">{data.reducer.name}</span> {foldSentence(data)} {nextLead(data)}
        {data.next && (
          <>
            {' '}
            <PlayheadLink ordinal={data.next.ordinal} type={data.next.type} />
            {nextDelay(data, data.at?.recordedAt ?? null)}
          </>
        )}
      </p>
    </>
  );
}
