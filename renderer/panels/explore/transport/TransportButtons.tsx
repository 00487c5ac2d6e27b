// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no form fieldset
import { ChevronLeft, ChevronRight, Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { memo } from 'react';
import { useView } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { Button } from '../../../widgets/Button.tsx';
import { Select } from '../../../widgets/Select.tsx';
import { speeds } from './usePlay.ts';

interface Props {
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly playing: boolean;
  readonly canPlay: boolean;
  readonly onStep: (by: number) => void;
  readonly onStart: () => void;
  readonly onEnd: () => void;
  readonly onPlay: () => void;
}

/** Steps, jumps, play and its speed. Memoised: the playhead moves at every frame of a drag, the buttons stay. */
export const TransportButtons = memo(function TransportButtons(props: Props): React.JSX.Element {
  const { atStart, atEnd, playing, canPlay, onStep, onStart, onEnd, onPlay } = props;
  const { view } = useServices();
  const speed = useView((v) => v.speed);
  return (
    <div className="transport-buttons" role="group" aria-label="Playhead controls">
      <Button look="icon" aria-label="Jump to start" title="Jump to start (Home)" disabled={atStart} onClick={onStart}>
        <SkipBack size={15} aria-hidden="true" />
      </Button>
      <Button look="icon" aria-label="Step back" title="Step back (←)" disabled={atStart} onClick={() => onStep(-1)}>
        <ChevronLeft size={17} aria-hidden="true" />
      </Button>
      <Button
        look="icon"
        className="transport-play"
        aria-label={playing ? 'Pause' : 'Play'}
        title={playing ? 'Pause (Space)' : 'Play (Space)'}
        disabled={!canPlay}
        onClick={onPlay}
      >
        {playing ? <Pause size={14} aria-hidden="true" /> : <Play size={14} aria-hidden="true" />}
      </Button>
      <Button look="icon" aria-label="Step forward" title="Step forward (→)" disabled={atEnd} onClick={() => onStep(1)}>
        <ChevronRight size={17} aria-hidden="true" />
      </Button>
      <Button look="icon" aria-label="Jump to end" title="Jump to end (End)" disabled={atEnd} onClick={onEnd}>
        <SkipForward size={15} aria-hidden="true" />
      </Button>
      <Select
        label="Speed"
        value={String(speed)}
        options={speeds.map((s) => ({ value: String(s), title: `${s}×` }))}
        onChange={(value) => view.dispatch({ do: 'setSpeed', speed: Number(value) })}
      />
    </div>
  );
});
