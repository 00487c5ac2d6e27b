import './Transport.css';
import type { EventEnvelope } from '../../../../shared/model/event.ts';
import { useLog, usePassing, useTimeZone } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { useCommand } from '../../../data/useCommand.ts';
import { useSteady } from '../../../data/useSteady.ts';
import { instantText, zoneName } from '../../../state/timeText.ts';
import type { PlayheadMoves } from '../usePlayheadMoves.ts';
import { TimelineOptions } from './TimelineOptions.tsx';
import { TransportButtons } from './TransportButtons.tsx';

interface Props {
  readonly moves: PlayheadMoves;
  readonly playhead: number;
  readonly event: Pick<EventEnvelope, 'globalPosition' | 'recordedAt'> | null;
  /** The filter leaves out the event at the playhead. */
  readonly isHidden: boolean;
  readonly asTable: boolean;
  /** The same function at every drawing. */
  readonly onAsTable: (asTable: boolean) => void;
}

/** Below the timeline: moving through time on the left, the point in the middle, how the timeline is drawn on the right. */
export function Transport({ moves, playhead, event, isHidden, asTable, onAsTable }: Props): React.JSX.Element {
  const { passing } = useServices();
  const { events } = useLog();
  const playing = usePassing((p) => p.playing);
  const zone = useTimeZone();
  const atEnd = playhead >= events - 1;

  const step = useSteady(moves.step);
  const togglePlay = useSteady((): void => {
    if (!playing && atEnd) moves.toStart();
    passing.dispatch({ playing: !playing });
  });
  useCommand('playhead.back', () => step(-1));
  useCommand('playhead.forward', () => step(1));
  useCommand('playhead.backTen', () => step(-10));
  useCommand('playhead.forwardTen', () => step(10));
  useCommand('playhead.start', moves.toStart);
  useCommand('playhead.end', moves.toEnd);
  useCommand('playhead.play', togglePlay);

  return (
    <div className="transport">
      <TransportButtons
        atStart={playhead <= 0}
        atEnd={atEnd}
        playing={playing}
        canPlay={events >= 2}
        onStep={step}
        onStart={moves.toStart}
        onEnd={moves.toEnd}
        onPlay={togglePlay}
      />
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
      <TimelineOptions asTable={asTable} onAsTable={onAsTable} />
    </div>
  );
}
