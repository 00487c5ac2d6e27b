import { useLog } from '../../../data/hooks.ts';
import { useServices } from '../../../data/services.ts';
import { playheadOrdinal, steppedPlayhead } from '../../../state/selectors.ts';

interface Props {
  readonly x: number;
  readonly ordinal: number;
  readonly events: number;
  readonly text: string;
}

/**
 * The playhead for the keyboard and for screen readers; the canvas draws it. Left, right, Home and End are commands of
 * the whole window, so only what they leave over is answered here.
 */
export function PlayheadSlider({ x, ordinal, events, text }: Props): React.JSX.Element {
  const { view } = useServices();
  const { events: total } = useLog();
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const page = Math.max(1, Math.round(total / 20));
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: page, PageDown: -page }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const here = playheadOrdinal(view.get(), total);
    view.dispatch({ do: 'movePlayhead', ordinal: steppedPlayhead(here, by, total) });
  };
  return (
    <div
      className="playhead"
      style={{ transform: `translateX(${Math.round(x)}px)` }}
      role="slider"
      tabIndex={0}
      aria-label="Playhead"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, events - 1)}
      aria-valuenow={Math.max(0, ordinal)}
      aria-valuetext={text}
      onKeyDown={onKeyDown}
    />
  );
}
