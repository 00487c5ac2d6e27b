import './WatchTracks.css';
import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { usePassing } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useCommand } from '../../../data/useCommand.ts';
import { useRequest } from '../../../data/useRequest.ts';
import { Button } from '../../../widgets/Button.tsx';
import { useWidth } from '../../../widgets/useWidth.ts';
import { expressionError } from '../expressionError.ts';
import { sidePadding } from '../timeline/layout.ts';
import { xOfOrdinal } from '../timeline/scale.ts';
import { useDetailBuckets } from '../timeline/useDetailBuckets.ts';
import { useTarget } from '../useTarget.ts';
import { useWatches } from './useWatches.ts';
import { WatchRow } from './WatchRow.tsx';

interface Props {
  readonly query: string;
  readonly playhead: number;
}

/** Watched expressions as tracks under the timeline: what each was worth over the whole history of the shown state. */
export function WatchTracks({ query, playhead }: Props): React.JSX.Element | null {
  const { passing } = useServices();
  const watches = useWatches();
  const adding = usePassing((p) => p.addingWatch);
  useCommand('state.watch', () => passing.dispatch({ addingWatch: true }));
  const isShown = watches.all.length > 0 || adding;
  return isShown ? <Tracks query={query} playhead={playhead} adding={adding} /> : null;
}

function Tracks({ query, playhead, adding }: Props & { readonly adding: boolean }): React.JSX.Element {
  const { passing } = useServices();
  const watches = useWatches();
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const plotWidth = Math.max(0, width - 2 * sidePadding);
  const buckets = useDetailBuckets(query, plotWidth).data ?? null;
  const target = useTarget(playhead);
  const right = watches.all.filter((text) => expressionError(text) === null);
  const now = useRequest('state.watched', target && { ...target, expressions: right }).data;
  // The history is that of the partition: a step within it asks nothing new.
  const partition = now?.partition;
  const answer = useRequest(
    'state.watch',
    target && buckets && partition !== undefined && right.length > 0
      ? {
          reducer: target.reducer,
          partition: partition === '' ? null : partition,
          ordinal: partition === '' ? target.ordinal : 0,
          expressions: right,
          edges: buckets.firstOrdinal,
        }
      : null,
    { refreshOn: buckets?.events ?? 0 },
  );
  const playheadX = buckets ? Math.max(0, Math.min(plotWidth, xOfOrdinal(playhead, buckets))) : 0;
  return (
    <section ref={box} className="watches" aria-label="Watches">
      {watches.all.map((text) => (
        <WatchRow
          key={text}
          expression={text}
          track={answer.data?.tracks.find(({ expression }) => expression === text) ?? null}
          error={expressionError(text) ?? answer.error ?? null}
          now={now === undefined ? null : (now.values[right.indexOf(text)] ?? '–')}
          buckets={buckets}
          width={plotWidth}
          playheadX={playheadX}
          stale={answer.stale}
          onRemove={() => watches.remove(text)}
        />
      ))}
      {adding ? (
        <WatchForm onAdd={watches.add} onClose={() => passing.dispatch({ addingWatch: false })} />
      ) : (
        <Button
          look="icon"
          className="watches-more"
          aria-label="Watch an expression"
          title="Watch an expression (v)"
          onClick={() => passing.dispatch({ addingWatch: true })}
        >
          <Plus size={13} aria-hidden="true" />
        </Button>
      )}
    </section>
  );
}

function WatchForm({ onAdd, onClose }: { onAdd: (text: string) => void; onClose: () => void }): React.JSX.Element {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current!.focus(), []);
  const error = expressionError(text);
  return (
    <form
      className="watch-form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (error !== null) return;
        onAdd(text.trim());
        onClose();
      }}
    >
      <label>
        <span>Watch</span>
        <input
          ref={input}
          className="mono"
          aria-label="Expression to watch"
          aria-invalid={tried && error !== null}
          placeholder="state.balance"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
        />
      </label>
      <Button type="submit">Watch</Button>
      <Button look="quiet" onClick={onClose}>
        Cancel
      </Button>
      <span className={tried && error ? 'watch-error' : 'watch-hint'} role={tried && error ? 'alert' : undefined}>
        {tried && error
          ? `${error.message} ${error.data?.advice ?? ''}`
          : 'state.balance, state.items.length, state.total - state.paid, state.status == "open"'}
      </span>
    </form>
  );
}
