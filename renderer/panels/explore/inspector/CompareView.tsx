import { X } from 'lucide-react';
import { useState } from 'react';
import { formatCount, plural } from '../../../../shared/format.ts';
import type { StateFacts } from '../../../../shared/model/state.ts';
import { useServices } from '../../../data/services.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { EmptyState } from '../../../widgets/EmptyState.tsx';
import { Failure } from '../../../widgets/Failure.tsx';
import { Select } from '../../../widgets/Select.tsx';
import { Working } from '../../../widgets/Working.tsx';
import { ChangeList } from './ChangeList.tsx';
import { PointField } from './PointField.tsx';
import type { Reducers } from './useReducers.ts';

interface Props {
  readonly state: StateFacts;
  readonly reducers: Reducers;
  readonly playhead: number;
  readonly mark: number;
}

/**
 * The state at the playhead compared: with the same one at the marked point A, or at one point with another stream or
 * with what another projection makes of the same events.
 */
export function CompareView({ state, reducers, playhead, mark }: Props): React.JSX.Element {
  const { view } = useServices();
  const [other, setOther] = useState('');
  const [reducer, setReducer] = useState('');
  const isElsewhere = other !== '' || reducer !== '';
  const whole = state.partition === '' ? null : state.partition;
  const right = { reducer: state.reducer.id, partition: whole, ordinal: playhead };
  const left = isElsewhere
    ? { reducer: reducer || state.reducer.id, partition: other || whole, ordinal: playhead }
    : { ...right, ordinal: mark };
  const { data, error, progress, stale } = useRequest('state.compare', {
    left,
    right,
    limit: longest,
    longest: longestValue,
  });
  return (
    <>
      <div className="compare">
        <div className="compare-row">
          <span className="compare-side">A</span>
          {isElsewhere ? (
            <span className="compare-words">at the playhead too</span>
          ) : (
            <PointField
              label="Point A"
              ordinal={mark}
              onMove={(ordinal) => view.dispatch({ do: 'setMark', ordinal })}
            />
          )}
          <Button
            look="icon"
            aria-label="End the comparison"
            title="End the comparison (Shift M)"
            onClick={() => view.dispatch({ do: 'setMark', ordinal: null })}
          >
            <X size={13} aria-hidden="true" />
          </Button>
        </div>
        <div className="compare-row">
          <OtherField value={other} placeholder={state.partition || 'all'} onChange={setOther} />
          <Select
            label="Reducer of A"
            value={reducer}
            options={[
              { value: '', title: state.reducer.name },
              ...reducers.all
                .filter(({ id }) => id !== state.reducer.id)
                .map(({ id, name }) => ({ value: id, title: name })),
            ]}
            onChange={setReducer}
          />
        </div>
        <div className="compare-row">
          <span className="compare-side compare-here" title="The playhead">
            B
          </span>
          <PointField
            label="Point B"
            ordinal={playhead}
            onMove={(ordinal) => view.dispatch({ do: 'movePlayhead', ordinal })}
          />
          <span className="compare-words">{data && plural(data.total, 'difference')}</span>
        </div>
      </div>
      {error && <Failure title="No comparison" error={error} />}
      {!data && !error && <Working label="Comparing" progress={progress} />}
      {data && data.changes.length === 0 && (
        <EmptyState title="No difference">Both states are the same, to the last value.</EmptyState>
      )}
      {data && data.changes.length > 0 && (
        <>
          <ChangeList label="Differences" changes={data.changes} withEvents stale={stale} />
          {data.total > data.changes.length && (
            <p className="state-foot">
              The first {data.changes.length} of {formatCount(data.total)}; the command line (diff) lists all.
            </p>
          )}
        </>
      )}
    </>
  );
}

/** Differences that are listed, and characters of each value. */
const longest = 300;
const longestValue = 200;

/** Another stream or partition to compare with: the names that are there are offered. */
function OtherField(props: {
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
}): React.JSX.Element {
  const { value, placeholder, onChange } = props;
  const [text, setText] = useState(value);
  const found = useRequest('streams.page', { filter: text, sort: 'id', offset: 0, limit: 20 }).data;
  return (
    <>
      <input
        className="compare-field mono"
        aria-label="Stream of A"
        list="compare-streams"
        placeholder={placeholder}
        value={text}
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          const isWhole =
            event.target.value === '' || found?.rows.some(({ streamId }) => streamId === event.target.value);
          if (isWhole) onChange(event.target.value);
        }}
        onBlur={() => onChange(text)}
        onKeyDown={(event) => event.key === 'Enter' && onChange(text)}
      />
      <datalist id="compare-streams">
        {found?.rows.map(({ streamId }) => (
          <option key={streamId} value={streamId} />
        ))}
      </datalist>
    </>
  );
}
