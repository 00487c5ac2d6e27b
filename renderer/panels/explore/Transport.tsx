// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import './Transport.css';
import {
  ChevronLeft,
  ChevronRight,
  Pause,
  Play,
  SkipBack,
  SkipForward,
  SquareDashedMousePointer,
  Table2,
} from 'lucide-react';
import type { EventEnvelope } from '../../../shared/model/event.ts';
import type { StackBy } from '../../../shared/model/timeline.ts';
import { useLog, usePassing, useTimeZone, useView } from '../../data/hooks.ts';
import { useServices } from '../../data/services.ts';
import { useCommand } from '../../data/useCommand.ts';
import { instantText, zoneName } from '../../state/timeText.ts';
import { Button } from '../../widgets/Button.tsx';
import { Select } from '../../widgets/Select.tsx';
import { speeds } from './usePlay.ts';
import type { PlayheadMoves } from './usePlayheadMoves.ts';

interface Props {
  readonly moves: PlayheadMoves;
  readonly playhead: number;
  readonly event: Pick<EventEnvelope, 'globalPosition' | 'recordedAt'> | null;
  /** The filter leaves out the event at the playhead. */
  readonly isHidden: boolean;
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
}

const noTimes = 'No event of this log has a recorded time: the timeline shows positions';

/** Below the timeline: moving through time on the left, the point in the middle, how the timeline is drawn on the right. */
export function Transport({ moves, playhead, event, isHidden, asTable, onAsTable }: Props): React.JSX.Element {
  const { view, passing } = useServices();
  const { events, summary } = useLog();
  const playing = usePassing((p) => p.playing);
  const dragSelects = usePassing((p) => p.dragSelects);
  const speed = useView((v) => v.speed);
  const stackBy = useView((v) => v.stackBy);
  const squeezeIdle = useView((v) => v.squeezeIdle);
  const axis = useView((v) => v.axis);
  const zone = useTimeZone();
  const hasTimes = summary.firstRecordedAt !== null;
  const atStart = playhead <= 0;
  const atEnd = playhead >= events - 1;

  const togglePlay = (): void => {
    if (!playing && atEnd) moves.toStart();
    passing.dispatch({ playing: !playing });
  };
  useCommand('playhead.back', () => moves.step(-1));
  useCommand('playhead.forward', () => moves.step(1));
  useCommand('playhead.backTen', () => moves.step(-10));
  useCommand('playhead.forwardTen', () => moves.step(10));
  useCommand('playhead.start', moves.toStart);
  useCommand('playhead.end', moves.toEnd);
  useCommand('playhead.play', togglePlay);

  return (
    <div className="transport">
      <div className="transport-buttons" role="group" aria-label="Playhead controls">
        <Button
          look="icon"
          aria-label="Jump to start"
          title="Jump to start (Home)"
          disabled={atStart}
          onClick={moves.toStart}
        >
          <SkipBack size={15} aria-hidden="true" />
        </Button>
        <Button
          look="icon"
          aria-label="Step back"
          title="Step back (←)"
          disabled={atStart}
          onClick={() => moves.step(-1)}
        >
          <ChevronLeft size={17} aria-hidden="true" />
        </Button>
        <Button
          look="icon"
          className="transport-play"
          aria-label={playing ? 'Pause' : 'Play'}
          title={playing ? 'Pause (Space)' : 'Play (Space)'}
          disabled={events < 2}
          onClick={togglePlay}
        >
          {playing ? <Pause size={14} aria-hidden="true" /> : <Play size={14} aria-hidden="true" />}
        </Button>
        <Button
          look="icon"
          aria-label="Step forward"
          title="Step forward (→)"
          disabled={atEnd}
          onClick={() => moves.step(1)}
        >
          <ChevronRight size={17} aria-hidden="true" />
        </Button>
        <Button look="icon" aria-label="Jump to end" title="Jump to end (End)" disabled={atEnd} onClick={moves.toEnd}>
          <SkipForward size={15} aria-hidden="true" />
        </Button>
        <Select
          label="Speed"
          value={String(speed)}
          options={speeds.map((s) => ({ value: String(s), title: `${s}×` }))}
          onChange={(value) => view.dispatch({ do: 'setSpeed', speed: Number(value) })}
        />
      </div>
      <p className="transport-point mono truncate">
        {playhead >= 0 && (
          <>
            <b>#{playhead}</b>
            {event?.globalPosition != null && <span>position {event.globalPosition}</span>}
            {event?.recordedAt != null && (
              <strong>
                {instantText(event.recordedAt, zone)} {zoneName(zone)}
              </strong>
            )}
            {isHidden && <em>left out by the filter</em>}
          </>
        )}
      </p>
      <div className="transport-options">
        <Select<StackBy>
          label="stacked by"
          showLabel
          value={stackBy}
          options={[
            { value: 'type', title: 'type' },
            { value: 'category', title: 'category' },
            { value: 'schemaVersion', title: 'schema version' },
          ]}
          onChange={(value) => view.dispatch({ do: 'stackBy', stackBy: value })}
        />
        <Button
          look="pill"
          aria-pressed={axis === 'ordinal' || !hasTimes}
          disabled={!hasTimes}
          title={hasTimes ? 'Lay events out by their position instead of their time' : noTimes}
          onClick={() => view.dispatch({ do: 'setAxis', axis: axis === 'time' ? 'ordinal' : 'time' })}
        >
          by position
        </Button>
        <Button
          look="pill"
          aria-pressed={squeezeIdle && axis === 'time' && hasTimes}
          disabled={axis === 'ordinal' || !hasTimes}
          title={hasTimes ? 'Cut out long times in which nothing happened' : noTimes}
          onClick={() => view.dispatch({ do: 'squeezeIdle', squeezeIdle: !squeezeIdle })}
        >
          idle squeezed
        </Button>
        <Button
          look="pill"
          aria-pressed={dragSelects}
          title="Drag over the timeline to filter a range of events instead of zooming (or hold Shift)"
          onClick={() => passing.dispatch({ dragSelects: !dragSelects })}
        >
          <SquareDashedMousePointer size={13} aria-hidden="true" />
          <span className="transport-word">drag selects</span>
        </Button>
        <Button look="pill" aria-pressed={asTable} onClick={() => onAsTable(!asTable)}>
          <Table2 size={13} aria-hidden="true" />
          <span className="transport-word">Show as table</span>
        </Button>
      </div>
    </div>
  );
}
