import { FilePen, FilePlus2, Pin, PinOff } from 'lucide-react';
import { memo } from 'react';
import { useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { Button } from '../../../widgets/Button.tsx';
import { FileButton } from '../../../widgets/FileButton.tsx';
import { Select } from '../../../widgets/Select.tsx';
import type { Reducers } from './useReducers.ts';

interface Props {
  readonly reducers: Reducers;
  /** The partition whose state is shown, empty for none. */
  readonly partition: string;
}

/** Whose state, and by which reducer. */
export const ReducerBar = memo(function ReducerBar({ reducers, partition: folded }: Props): React.JSX.Element {
  const { view } = useServices();
  const partition = useView((v) => v.partition);
  const shown = partition ?? folded;
  const { refused, failures } = reducers;
  return (
    <div className="reducer">
      <div className="reducer-row">
        <span className="reducer-name mono truncate" title={shown}>
          {shown}
        </span>
        <Button
          look="icon"
          aria-pressed={partition !== null}
          aria-label={partition === null ? 'Pin this state' : 'Follow the playhead again'}
          title={
            partition === null ? 'Pin: keep showing this one while the playhead moves' : 'Follow the playhead again'
          }
          disabled={shown === ''}
          onClick={() => view.dispatch({ do: 'pinPartition', partition: partition === null ? shown : null })}
        >
          {partition === null ? <Pin size={13} aria-hidden="true" /> : <PinOff size={13} aria-hidden="true" />}
        </Button>
        <Select
          label="Reducer"
          value={reducers.current?.id ?? ''}
          options={reducers.all.map((reducer) => ({ value: reducer.id, title: reducer.name }))}
          onChange={(reducer) => view.dispatch({ do: 'useReducer', reducer })}
        />
        <FileButton
          look="icon"
          aria-label="Add a projection file"
          title="Add a projection file (.js or .ts)"
          file="Projection file"
          accept=".js,.mjs,.ts"
          onFile={(file) => reducers.add(file)}
        >
          <FilePlus2 size={14} aria-hidden="true" />
        </FileButton>
        <Button
          look="icon"
          aria-label="Write a projection"
          title="Write a projection, or change this one (r)"
          onClick={() => view.dispatch({ do: 'showBench', bench: 'projection' })}
        >
          <FilePen size={14} aria-hidden="true" />
        </Button>
      </div>
      {refused && (
        <p className="reducer-problem" role="alert">
          {refused.message} {refused.data?.advice}
        </p>
      )}
      {failures.map((failure) => (
        <p key={failure.name} className="reducer-problem">
          Beside the store: {failure.message}
        </p>
      ))}
    </div>
  );
});
