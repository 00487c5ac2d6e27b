import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { plural } from '../../../shared/format.ts';
import { useRequest } from '../../data/useRequest.ts';
import { useSettled } from '../../data/useSettled.ts';
import { Button } from '../../widgets/Button.tsx';

interface Props {
  readonly streams: readonly string[];
  readonly onChange: (streams: readonly string[]) => void;
}

/** The streams whose state the report shows: typed with the store's own names to choose from. */
export function StreamPicker({ streams, onChange }: Props): React.JSX.Element {
  const id = useId();
  const [text, setText] = useState('');
  const filter = useSettled(text, 200);
  const { data } = useRequest('streams.page', { filter, sort: 'events', offset: 0, limit: 20 });
  const wanted = text.trim();
  const isStream = data?.rows.some((row) => row.streamId === wanted) ?? false;
  const canAdd = wanted !== '' && isStream && !streams.includes(wanted);
  const add = (): void => {
    if (!canAdd) return;
    onChange([...streams, wanted]);
    setText('');
  };
  return (
    <div className="field">
      <label htmlFor={id}>State of streams</label>
      <div className="field-add">
        <input
          id={id}
          className="mono"
          value={text}
          list={`${id}-streams`}
          placeholder="a stream’s name"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && add()}
        />
        <datalist id={`${id}-streams`}>
          {data?.rows.map((row) => (
            <option key={row.streamId} value={row.streamId}>
              {plural(row.events, 'event')}
            </option>
          ))}
        </datalist>
        <Button disabled={!canAdd} onClick={add}>
          <Plus size={14} aria-hidden="true" />
          Add stream
        </Button>
      </div>
      {wanted !== '' && data && filter === text && data.total === 0 && (
        <p className="field-bad">No stream of this store is called that.</p>
      )}
      {streams.length > 0 && (
        <ul className="field-chips" aria-label="Streams in the report">
          {streams.map((stream) => (
            <li key={stream} className="mono">
              <span className="truncate">{stream}</span>
              <button
                type="button"
                aria-label={`Remove ${stream}`}
                onClick={() => onChange(streams.filter((s) => s !== stream))}
              >
                <X size={12} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
